/** The words of what goes to paper. */

import { words } from '../../shared/text/language.ts';

export const sheetText = words(
  {
    sheetOf: (code: string) => `网格 ${code}`,
    draftNote: '草图，未生效',
    printChanges: '打印变更单',
    changeSheet: '网格变更单',
    baseOf: (drawing: string) => `原图为第 ${drawing} 版网格图。`,
    hashOf: '由全部网格的边界、编码和名称算出；与页面所示一致，才是同一份方案。',
    submitter: '送审人',
    approver: '批准人',
    signHere: '签字、日期：',
  },
  {
    sheetOf: (code: string) => `Grid ${code}`,
    draftNote: 'Draft, not in force',
    printChanges: 'Print the change sheet',
    changeSheet: 'Change of grids',
    baseOf: (drawing: string) => `It began with drawing ${drawing}.`,
    hashOf:
      'Made of the borders, codes and names of all grids. Only where the page shows the same is it the same design.',
    submitter: 'Submitted by',
    approver: 'Approved by',
    signHere: 'Signature, date:',
  },
);
