import type { JSX } from 'preact';
import { available } from '../core/machine.ts';
import { actorOf } from '../kernel/access.ts';
import type { Role } from '../kernel/types.ts';
import { reasonText } from '../messages/index.ts';
import { Card, DateField, Facts, Form, FormFoot, PageHead, TextArea, type Ui } from '../ui/index.ts';
import { type AuthorisationMove, authorisationMachine } from './machine.ts';
import { DocumentLink, StandingPill } from './marks.tsx';
import type { ShownAuthorisation } from './person.ts';

/** One authorisation: its facts, what happened to it, and what may be done with it. */
export function AuthorisationView({ data, ui }: { data: ShownAuthorisation; ui: Ui }): JSX.Element {
  const actor = actorOf({ id: ui.user?.id ?? '', roles: (ui.user?.roles ?? []) as Role[] });
  const moves = available(authorisationMachine, { state: data.state, user_id: data.personId }, actor);
  return (
    <>
      <PageHead
        title={`${ui.t(`competence.act.${data.act}`)} · ${data.scope}`}
        over={<a href={`/competence/people/${data.personId}`}>{data.name}</a>}
      >
        <StandingPill ui={ui} standing={data.standing} />
      </PageHead>
      <Card title={ui.t('competence.authorisation')}>
        <Facts
          facts={[
            { label: ui.t('field.signField'), value: data.field },
            { label: ui.t('competence.from'), value: data.from },
            { label: ui.t('competence.lastDay'), value: data.lastDay ?? ui.t('competence.noEnd') },
            { label: ui.t('field.letterNo'), value: data.certificate },
            {
              label: ui.t('competence.letterFile'),
              value: data.document ? (
                <DocumentLink document={data.document} folder={`/competence/people/${data.personId}/documents`} />
              ) : null,
            },
            { label: ui.t('competence.grantedBy'), value: `${data.grantedBy} ${data.grantedOn}` },
            ...data.pauses.map((pause) => ({
              label: ui.t('competence.pause'),
              value: `${pause.from} ～ ${pause.to ?? '…'}　${pause.reason}（${pause.by}）`,
              wide: true,
            })),
            ...(data.endedOn === null
              ? []
              : [
                  {
                    label: ui.t('competence.endedOn'),
                    value: `${data.endedOn}　${data.endedReason ?? ''}`,
                    wide: true,
                  },
                ]),
          ]}
        />
      </Card>
      {moves.map(({ move, obstacles }) => (
        <Card key={move} title={ui.t(`move.authorisation.${move}`)}>
          {obstacles.length > 0 ? (
            obstacles.map((reason) => (
              <p key={reason.id} class="quiet">
                {reasonText(ui.lang, reason)}
              </p>
            ))
          ) : (
            <MoveForm data={data} move={move} ui={ui} />
          )}
        </Card>
      ))}
    </>
  );
}

function MoveForm({ data, move, ui }: { data: ShownAuthorisation; move: AuthorisationMove; ui: Ui }): JSX.Element {
  return (
    <Form ui={ui} action={`/competence/authorisations/${data.id}/${move}`} version={data.version} draft="off">
      <p class="quiet">{ui.t(`competence.moveLead.${move}`)}</p>
      <div class="fields-grid">
        <DateField
          ui={ui}
          name="effectiveOn"
          label={ui.t('field.effectiveOn')}
          value={data.today}
          width="third"
          required
        />
        <TextArea ui={ui} name="reason" label={ui.t('field.reason')} rows={2} maxLength={2000} required />
      </div>
      <FormFoot>
        <button class={move === 'end' ? 'btn btn-danger' : 'btn btn-primary'}>
          {ui.t(`move.authorisation.${move}`)}
        </button>
      </FormFoot>
    </Form>
  );
}
