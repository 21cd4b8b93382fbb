import type { JSX } from 'preact';
import { TextArea, TextField, type Ui } from '../ui/index.ts';

/** The words of a notice as fields. */
export function Texts(props: {
  ui: Ui;
  title: string;
  scope: string;
  lead: string;
  closing: string;
  fixedScope?: boolean;
}): JSX.Element {
  const { ui, title, scope, lead, closing, fixedScope = false } = props;
  return (
    <div class="fields-grid">
      <TextField ui={ui} name="noticeTitle" label={ui.t('field.noticeTitle')} value={title} required maxLength={200} />
      <TextField
        ui={ui}
        name="noticeScope"
        label={ui.t('field.noticeScope')}
        value={scope}
        required
        maxLength={300}
        hint={ui.t(fixedScope ? 'notice.scopeFixed' : 'notice.scopeHint')}
      />
      <TextArea ui={ui} name="lead" label={ui.t('field.lead')} value={lead} required rows={3} maxLength={4000} />
      <TextArea
        ui={ui}
        name="noticeClosing"
        label={ui.t('field.noticeClosing')}
        value={closing}
        rows={3}
        maxLength={4000}
      />
    </div>
  );
}
