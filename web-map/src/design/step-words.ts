/** Steps, rules and findings in words. */

import { words } from '../shared/text/language.ts';
import type { Finding } from './api/designs.ts';
import type { Step, StepKind } from './api/step.ts';
import type { Refusal } from './state/make.ts';
import { nameOf } from './state/open-design.ts';

/** What a step does; `names` are those of the grids that it is about. */
const STEPS = words(
  {
    split: (names: string) => `拆分 ${names}`,
    merge: (names: string) => `合并 ${names}`,
    'move-vertex': (names: string) => `移动界点 ${names}`,
    'insert-vertex': (names: string) => `插入界点 ${names}`,
    'remove-vertex': (names: string) => `删除界点 ${names}`,
    reroute: (names: string) => `重画边界 ${names}`,
    'move-area': (names: string) => `划出地块 ${names}`,
    name: (names: string) => `改名 ${names}`,
    lock: (names: string) => `锁定 ${names}`,
    unlock: (names: string) => `解锁 ${names}`,
    undo: (names: string) => `撤销 ${names}`,
    redo: (names: string) => `重做 ${names}`,
  } satisfies Record<StepKind | 'unlock', (names: string) => string>,
  {
    split: (names: string) => `split ${names}`,
    merge: (names: string) => `merged ${names}`,
    'move-vertex': (names: string) => `moved a vertex ${names}`,
    'insert-vertex': (names: string) => `put in a vertex ${names}`,
    'remove-vertex': (names: string) => `took out a vertex ${names}`,
    reroute: (names: string) => `redrew a border ${names}`,
    'move-area': (names: string) => `gave land away ${names}`,
    name: (names: string) => `renamed ${names}`,
    lock: (names: string) => `locked ${names}`,
    unlock: (names: string) => `unlocked ${names}`,
    undo: (names: string) => `took back ${names}`,
    redo: (names: string) => `made again ${names}`,
  },
);

/** The rules that a step may break, by the word that the server has for each. */
const RULES = words(
  {
    'moves-upper-border': '会移动上级单元（社区、街道）或全域的边界；那条边界不能在这里改。',
    locked: '网格已锁定；先解锁。',
    'no-grid': '没有这个网格，或它已没有土地。',
    'code-taken': '这个编码已属于另一个网格。',
    'code-of-the-past': '这个编码过去属于别处，不能再用；请换一个没用过的。',
    'bad-name': '名称不能空，也不能太长。',
    'nothing-left': '没有可撤销或重做的步骤了。',
    'in-use': '这个编号已在使用。',
    'same-grid': '两边是同一个网格。',
    'too-many-parts': '这条线把网格切得太碎；画一条只穿过一次的线。',
    'not-adjacent': '两个网格不相邻，不能直接合并或划地；先并入中间的网格。',
    'would-vanish': '网格会失去全部土地；要撤销它，请用合并。',
    'would-tear': '网格会断成几块。',
    'line-misses-grid': '线没有碰到这个网格。',
    'cuts-nothing': '线没有把网格分开；请从边界画到边界。',
    crosses: '会与另一条边界或自身相交。',
    'passes-over': '会越过另一个界点；先移动那个点。',
    collapses: '边界会合成一条，中间的土地就没了。',
    'no-vertex': '这里没有界点。',
    'is-node': '三条以上边界在此相交，不能删除；可以移动它。',
    'not-on-border': '这两点之间没有直的边界。',
    'ends-moved': '新走向必须接在原边界的两端。',
    'too-few-points': '点太少：线至少两点，地块至少三点。',
    'too-large': '点太多，请改用导入。',
    'too-tangled': '这里交叉太多，请画简单些。',
    'nothing-to-do': '这里没有什么可改的。',
    'not-the-last': '之后又有改动，先撤销后面的步骤。',
  },
  {
    'moves-upper-border':
      'This would move the border of a larger unit or of the territory; it cannot be changed here.',
    locked: 'The grid is locked; unlock it first.',
    'no-grid': 'There is no such grid, or it has no land any more.',
    'code-taken': 'Another grid has this code.',
    'code-of-the-past': 'This code meant another place before; choose one that nobody had.',
    'bad-name': 'A name must not be empty or very long.',
    'nothing-left': 'Nothing is left to take back or to make again.',
    'in-use': 'This number is in use.',
    'same-grid': 'Both sides are the same grid.',
    'too-many-parts': 'The line cuts the grid into too many parts; cross it once.',
    'not-adjacent': 'The two grids share no border here; bring in the land between them first.',
    'would-vanish': 'The grid would lose all its land; merge it instead.',
    'would-tear': 'The grid would fall into parts.',
    'line-misses-grid': 'The line does not meet the grid.',
    'cuts-nothing': 'The line leaves the grid in one part; draw it from border to border.',
    crosses: 'It would cross another border, or itself.',
    'passes-over': 'It would pass over another vertex; move that one first.',
    collapses: 'Borders would fall into one, and the land between them would be gone.',
    'no-vertex': 'There is no vertex here.',
    'is-node': 'Three or more borders meet here, so it cannot be removed; move it instead.',
    'not-on-border': 'No border runs straight between these two.',
    'ends-moved': 'The new course must begin and end where the border does.',
    'too-few-points': 'Too few points: two for a line, three for an area.',
    'too-large': 'Too many points; import them instead.',
    'too-tangled': 'Too many lines cross here; draw a simpler one.',
    'nothing-to-do': 'There is nothing to change here.',
    'not-the-last': 'It was changed since; take back the later steps first.',
  },
);

const FINDINGS = words(
  {
    torn: '断成几块',
    encloses: '包住别的网格',
    empty: '没有住户',
    'too-many': '户数偏多',
    'too-few': '户数偏少',
    thin: '过于狭长',
    'code-twice': '编码重复',
    unnamed: '没有名称',
  },
  {
    torn: 'In several parts',
    encloses: 'Encloses another',
    empty: 'Nobody lives there',
    'too-many': 'Too many households',
    'too-few': 'Too few households',
    thin: 'A thin strip',
    'code-twice': 'Code given twice',
    unnamed: 'Without a name',
  },
);

const named = (record: object, key: string): unknown =>
  Object.hasOwn(record, key) ? (record as Record<string, unknown>)[key] : undefined;

/** What a rule says, in the language of the page; in the server's words when it is a new one. */
export function refusalText({ rule, grids: concerned, detail }: Refusal): string {
  const said = named(RULES.value, rule);
  const names = concerned.length > 0 && concerned.length < 4 ? ` (${gridNames(concerned)})` : '';
  return typeof said === 'string' ? `${said}${names}` : detail;
}

/** What a step does, and to which grids: those it names, else those it touched. */
export function stepText(step: Step, touched: readonly number[] = []): string {
  const own = gridsOf(step);
  const about = own.length > 0 ? own : touched;
  const say = named(STEPS.value, step.step === 'lock' && !step.locked ? 'unlock' : step.step);
  const text = typeof say === 'function' ? say(about.length > 0 ? gridNames(about) : '') : '';
  return String(text).trim();
}

export function findingText({ kind }: Finding): string {
  const said = named(FINDINGS.value, kind);
  return typeof said === 'string' ? said : kind;
}

/** The names of grids; those without land any more by their numbers. */
export function gridNames(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 3).map(nameOf);
  const more = numbers.length > shown.length ? ` +${numbers.length - shown.length}` : '';
  return shown.join('、') + more;
}

function gridsOf(step: Step): readonly number[] {
  switch (step.step) {
    case 'split':
    case 'name':
    case 'lock':
      return [step.grid];
    case 'merge':
      return [step.from, step.into];
    case 'move-area':
      return step.to === undefined ? [step.from] : [step.from, step.to];
    default:
      return [];
  }
}
