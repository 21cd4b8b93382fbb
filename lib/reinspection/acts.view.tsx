import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, CheckField, DateField, FieldSet, Form, FormFoot, TextArea, TextField } from '../ui/index.ts';
import { FeeFields, LaboratoryFields, Papers } from './fields.view.tsx';
import type { ReinspectionMove } from './machine.ts';
import { refusalGrounds } from './rows.ts';
import { at, Conclude, HandOver, type Props, Receive, Request, Send } from './steps.view.tsx';

/** What this person may do next; what cannot be done now says why. */
export function Acts({ data, ui }: Props): JSX.Element {
  const isMove = (name: ReinspectionMove) => data.moves.find((one) => one.move === name);
  const forms: Partial<Record<ReinspectionMove, (props: Props) => JSX.Element>> = {
    request: Request,
    handOver: HandOver,
    receive: Receive,
    report: Conclude,
    send: Send,
  };
  const shown = (Object.keys(forms) as ReinspectionMove[]).flatMap((name) => {
    const move = isMove(name);
    const View = forms[name];
    if (!move || !View) return [];
    return move.obstacles.length > 0 ? (
      <Card key={name} title={ui.t(`reinspection.act.${name as 'request'}`)}>
        {move.obstacles.map((reason) => (
          <p key={reason.id} class="quiet">
            {reasonText(ui.lang, reason)}
          </p>
        ))}
      </Card>
    ) : (
      <View key={name} data={data} ui={ui} />
    );
  });
  const isDecided = data.row.decided_on !== null && !data.row.sent.some(({ about }) => about === 'decision');
  return (
    <>
      {isMove('accept') || isMove('refuse') ? <Decide data={data} ui={ui} /> : null}
      {isMove('complete') ? <Complete data={data} ui={ui} /> : null}
      {isDecided && ui.may('reinspection.write') ? <Tell data={data} ui={ui} /> : null}
      {shown}
    </>
  );
}

function Decide(props: Props): JSX.Element {
  const { data, ui } = props;
  const accept = data.moves.find(({ move }) => move === 'accept');
  const refuse = data.moves.find(({ move }) => move === 'refuse');
  const isOwn = refuse?.obstacles.find(({ id }) => id === 'reinspection.own-application');
  if (isOwn)
    return (
      <Card title={ui.t('reinspection.act.decide')}>
        <p class="quiet">{reasonText(ui.lang, isOwn)}</p>
      </Card>
    );
  const isWaiting = data.row.state === 'applied' || data.row.state === 'supplement';
  return (
    <Card title={ui.t(isWaiting ? 'reinspection.act.decide' : 'reinspection.act.stop')}>
      {accept && accept.obstacles.length === 0 && data.against.length === 0 ? (
        <Form ui={ui} action={at(props, 'acceptance')} version={data.row.version} draft="off">
          <p>{ui.t('reinspection.acceptLead')}</p>
          <FormFoot>
            <button class="btn btn-primary btn-next">{ui.t('reinspection.accept')}</button>
          </FormFoot>
        </Form>
      ) : null}
      <details class="more" open={ui.problem('grounds') !== undefined || data.against.length > 0}>
        <summary>{ui.t(isWaiting ? 'reinspection.refuse' : 'reinspection.stop')}</summary>
        <Form ui={ui} action={at(props, 'refusal')} version={data.row.version}>
          <FieldSet legend={ui.t('reinspection.grounds')} problem={ui.problem('grounds')}>
            {refusalGrounds.map((ground) => (
              <CheckField
                key={ground}
                ui={ui}
                name="grounds"
                value={ground}
                checked={data.against.some(({ id }) => id === `reinspection.${ground}`)}
                label={ui.t(`reinspection.ground.${ground}`)}
                width="half"
              />
            ))}
            <TextArea
              ui={ui}
              name="reason"
              label={ui.t('field.reason')}
              rows={2}
              maxLength={1000}
              required
              width="full"
            />
          </FieldSet>
          <FormFoot>
            <button class="btn btn-outline-danger">{ui.t('reinspection.refuseAct')}</button>
          </FormFoot>
        </Form>
      </details>
    </Card>
  );
}

/** Papers, fee and laboratory that came later; asking for papers stops the clock. */
function Complete(props: Props): JSX.Element {
  const { data, ui } = props;
  const { row } = data;
  const canAsk = data.moves.some(({ move }) => move === 'supplement');
  const reasoned = (path: string, label: string, kind: string) => (
    <details class="more">
      <summary>{label}</summary>
      <Form ui={ui} action={at(props, path)} version={row.version} draft="off">
        <TextArea ui={ui} name="reason" label={ui.t('field.reason')} rows={2} maxLength={1000} required />
        <FormFoot>
          <button class={kind}>{label}</button>
        </FormFoot>
      </Form>
    </details>
  );
  return (
    <Card title={ui.t(row.state === 'supplement' ? 'reinspection.act.supplement' : 'reinspection.act.complete')}>
      <details class="more" open={row.state === 'supplement'}>
        <summary>{ui.t('reinspection.act.complete')}</summary>
        <Form ui={ui} action={at(props, 'completion')} version={row.version}>
          <Papers papers={data.papers} there={row.papers} ui={ui} />
          <LaboratoryFields ways={data.ways} basis={data.laboratoryBasis} value={row.laboratory} ui={ui} />
          <FeeFields ui={ui} value={row.fee} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('reinspection.completeAct')}</button>
          </FormFoot>
        </Form>
      </details>
      {canAsk ? reasoned('supplement', ui.t('reinspection.supplementAct'), 'btn btn-primary') : null}
      {reasoned('withdrawal', ui.t('reinspection.withdrawAct'), 'btn')}
    </Card>
  );
}

function Tell(props: Props): JSX.Element {
  const { data, ui } = props;
  return (
    <Card title={ui.t('reinspection.act.tell')}>
      <Form ui={ui} action={at(props, 'notice')} version={data.row.version} draft="off">
        <div class="fields-grid">
          <TextField ui={ui} name="toldTo" label={ui.t('field.toldTo')} required maxLength={100} width="third" />
          <DateField ui={ui} name="toldOn" label={ui.t('field.sentOn')} value={ui.today} required width="third" />
          <TextField ui={ui} name="toldHow" label={ui.t('field.toldHow')} required maxLength={60} width="third" />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('reinspection.tellAct')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
