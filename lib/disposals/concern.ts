import type { Knex } from 'knex';
import { list } from '../kernel/tables.ts';
import type { OrganisationRow } from '../people/index.ts';
import type { SampleRow } from '../samples/index.ts';
import type { SamplingRow } from '../samplings/index.ts';
import type { CaseRow, RecipientRow, TrackRow } from './rows.ts';

/** A party or a track as the sampling record makes it known. */
export type Party = Pick<RecipientRow, 'role' | 'name' | 'credit_code' | 'region'>;
export type Jurisdiction = Pick<TrackRow, 'kind' | 'unit_name' | 'region'>;

type Sampled = Pick<SamplingRow, 'sampled_unit' | 'producer' | 'fields'>;

/** A field of the sampling form; what is blank or struck out was not stated. */
function stated({ fields }: Sampled, name: string): string | null {
  const text = String(fields[name] ?? '').trim();
  return /^[/\\\-—－]*$/.test(text) ? null : text;
}

const plain = (text: string | null): string => (text ?? '').normalize('NFKC').replace(/\s/g, '');

/**
 * Whom the result is served on (domain 1.10): the sampled unit, the labelled producer, and who the form names beside them. The registrant of
 * a device or cosmetic is the one who answers for it, so that the producer is then the entrusted one; an agent is that of imported goods.
 */
export function partiesOf(sampling: Sampled): Party[] {
  const producer = {
    name: sampling.producer.trim(),
    credit_code: stated(sampling, 'producerCreditCode'),
    region: stated(sampling, 'producerRegion'),
  };
  const registrant = stated(sampling, 'registrant');
  const isEntrusted = registrant !== null && plain(registrant) !== plain(producer.name);
  const agent = stated(sampling, 'agent');
  const unknown = { credit_code: null, region: null };
  const all: Party[] = [
    {
      role: 'sampled-unit',
      name: sampling.sampled_unit.trim(),
      credit_code: stated(sampling, 'sampledUnitCreditCode'),
      region: stated(sampling, 'sampledUnitRegion'),
    },
    ...(isEntrusted
      ? [
          { role: 'producer' as const, name: registrant, ...unknown },
          { role: 'entrusted-producer' as const, ...producer },
        ]
      : [{ role: 'producer' as const, ...producer }]),
    ...(agent === null ? [] : [{ role: 'agent' as const, name: agent, ...unknown }]),
  ];
  const named = all.filter(({ name }) => /[^/\\\-—－\s]/.test(name));
  return named.filter((party, i) => named.findIndex(({ name }) => plain(name) === plain(party.name)) === i);
}

/**
 * The tracks of a case by jurisdiction (domain 1.11): where the producer sits, where the sampled unit sits, and the platform of a sale
 * online. What one authority handles is one track.
 */
export function jurisdictionsOf(sampling: Sampled): Jurisdiction[] {
  const [at, from] = [stated(sampling, 'sampledUnitRegion'), stated(sampling, 'producerRegion')];
  const isProducer =
    stated(sampling, 'sampledUnitKind') === 'producer' || plain(sampling.sampled_unit) === plain(sampling.producer);
  const isOnePlace = at !== null && plain(at) === plain(from);
  const platform = stated(sampling, 'platform');
  const makers = isOnePlace && !isProducer ? `${sampling.producer}、${sampling.sampled_unit}` : sampling.producer;
  return [
    { kind: 'production', unit_name: makers, region: from ?? (isProducer ? at : null) },
    ...(isProducer || isOnePlace
      ? []
      : [{ kind: 'circulation' as const, unit_name: sampling.sampled_unit, region: at }]),
    ...(platform === null ? [] : [{ kind: 'online' as const, unit_name: platform, region: null }]),
  ];
}

/** What a case copies of its batch, for lists and statistics. */
export const aboutBatch = (sampling: SamplingRow, sample: SampleRow) => ({
  product_class: sample.product_class,
  product_name: sample.product_name,
  batch_no: sample.batch_no,
  producer: sample.producer,
  producer_code: stated(sampling, 'producerCreditCode'),
  producer_region: stated(sampling, 'producerRegion'),
  sampled_unit: sampling.sampled_unit,
  sampled_code: stated(sampling, 'sampledUnitCreditCode'),
  sampled_region: stated(sampling, 'sampledUnitRegion'),
  level: sampling.level,
  work_kind: sampling.work_kind,
});

/** The authorities that may be put in charge. */
export const authoritiesOf = (db: Knex): Promise<OrganisationRow[]> =>
  list<OrganisationRow>(db, 'organisations', { kind: 'authority', active: 1 }, 'name');

/** The registered authority of a region, written in full or as it is called there; null where there is none or more than one. */
export function authorityFor(region: string | null, authorities: readonly OrganisationRow[]): string | null {
  const whole = plain(region);
  if (whole === '') return null;
  const fits = authorities.filter((one) => plain(one.region) !== '' && whole.endsWith(plain(one.region)));
  const longest = Math.max(...fits.map((one) => plain(one.region).length));
  const nearest = fits.filter((one) => plain(one.region).length === longest);
  return nearest.length === 1 ? (nearest[0]?.id ?? null) : null;
}

export type About = ReturnType<typeof aboutBatch> & Pick<CaseRow, 'sample_id'>;
