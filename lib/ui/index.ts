export { Bench } from './bench.tsx';
export { Card, Counts, type Fact, Facts, PageHead, Tabs } from './card.tsx';
export { Code } from './code.tsx';
export type { MessageParams, Problem, Ui, UiUser } from './context.ts';
export { Due, type DueProps } from './due.tsx';
export {
  CheckField,
  DateField,
  DecimalField,
  FieldProblem,
  FieldSet,
  FileField,
  fieldId,
  type Option,
  SelectField,
  TextArea,
  TextField,
} from './field.tsx';
export { Form, FormFoot } from './form.tsx';
export { ScanField } from './header.tsx';
export { Icon, type IconName } from './icons.tsx';
export {
  ErrorPage,
  type Flash,
  FlashLine,
  Island,
  type NavEntry,
  Page,
  type PageProps,
  renderPage,
} from './layout.tsx';
export { type MoveButton, Moves } from './moves.tsx';
export { isStateName, type StateName, stateLooks, type ToneName, tones } from './palette.ts';
export { Problems } from './problems.tsx';
export { ImportCard, SearchBar } from './register.tsx';
export { NonconformingLink } from './related.tsx';
export { Shape, type ShapeName } from './shape.tsx';
export { SignBlock, type Signed } from './sign.tsx';
export { Pill, StatePill, StateText } from './state.tsx';
export { type Step, Steps } from './steps.tsx';
export { type Column, DataTable, Empty } from './table.tsx';
export { chinaTime } from './time.ts';
export { Timeline, type TimelineEntry } from './timeline.tsx';
export { WeighDesk } from './weigh.tsx';
