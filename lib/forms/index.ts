export { formulasOf } from './calculate.ts';
export { applies, conditionNames, constantsOf, mayApply, optionWords } from './conditions.ts';
export { evaluateRecord } from './evaluate.ts';
export { FieldHead } from './field-head.tsx';
export { FormulaView, SymbolView } from './formula-view.tsx';
export { RecordInputs, type RecordInputsProps } from './inputs.tsx';
export { type LaterStage, laterStages, StageDue } from './later-stage.tsx';
export { OutcomePanel, type OutcomePanelProps, VerdictBadge } from './outcome-panel.tsx';
export { gridRows, rowLabel } from './read.ts';
export { withUnit } from './report-text.ts';
export { type ControlTaken, controlsOf, type Taken, takenOf } from './taken.ts';
export type {
  Calc,
  CommonBlock,
  Constant,
  FormDefinition,
  Gate,
  GateOutcome,
  GridField,
  InputField,
  Readings,
  RecordOutcome,
  RecordResult,
  ResultRule,
  Row,
  Step,
  TestItem,
  Words,
} from './types.ts';
export { isWeighed, unitOf } from './units.ts';
export { formAjv, validateReadings, X_WORDS } from './validate.ts';
