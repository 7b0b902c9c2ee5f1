/** The map library's own few words, in the language of the page. */

import type { Language } from '../text/language.ts';

const ZH = {
  'Map.Title': '地图',
  'Marker.Title': '标记',
  'NavigationControl.ZoomIn': '放大',
  'NavigationControl.ZoomOut': '缩小',
  'ScaleControl.Feet': '英尺',
  'ScaleControl.Meters': '米',
  'ScaleControl.Kilometers': '公里',
  'ScaleControl.Miles': '英里',
};

const EN: Record<string, string> = { 'Map.Title': 'Map' };

export const mapWords = (language: Language): Record<string, string> =>
  language === 'zh' ? ZH : EN;
