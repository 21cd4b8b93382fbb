import type { AuthorisedAct, PersonFact } from './authorised.ts';
import type { Period } from './period.ts';
import type { QuantityRule } from './validity-quantity.ts';

export type { PersonFact } from './authorised.ts';

/** A part of an instrument's range that may be used: 10 mg to 200 g, 200 nm to 400 nm. Decimal text, both ends included. */
export interface RangeLimit {
  quantity: string;
  low?: string;
  high?: string;
  unit: string;
}

/** 验收 (and before), 启用 (green), 准用/限用 (yellow), 停用 (red), 报废. */
export type InstrumentState = 'acceptance' | 'enabled' | 'limited' | 'stopped' | 'scrapped';

/** An instrument as the equipment register knows it. Dates or bench times; the latest word counts from its `from` on. */
export interface InstrumentFact {
  no: string;
  name: string;
  history: { state: InstrumentState; from: string; to?: string; limits?: RangeLimit[]; reason?: string }[];
  /** Confirmed certificates. `validTo`: the last day. */
  calibrations: { from: string; validTo: string; conclusion: 'fit' | 'limited' | 'unfit'; limits?: RangeLimit[] }[];
  /** 免校: needs no certificate. */
  exempt?: boolean;
  /** Codes of parameters, or groups, that it serves; absent or empty: not restricted. */
  serves?: string[];
}

/** A lot of whatever the record names: reference substance, titrant, solution, medium, strain. `parents`: what it was made of. */
export interface MaterialFact {
  lot: string;
  name: string;
  /** 'titrant' is usable only standardised; other kinds are not looked at here. */
  kind: string;
  /** Received or prepared. */
  from?: string;
  validTo: string;
  openedOn?: string;
  /** Last day of use after opening. */
  openedTo?: string;
  standardised?: { F: string; from: string; validTo: string };
  parents: MaterialFact[];
  /** Why nobody may use it: recalled, unsuitable, spilt. */
  blocked?: string;
}

export type PersonAct = AuthorisedAct;

/** One edition of a standard, and the days for which it holds. */
export interface MethodFact {
  standard: string;
  edition: string;
  from?: string;
  to?: string;
}

export type CapabilityStanding = 'applied' | 'held' | 'suspended' | 'cancelled' | 'expired' | 'not-yet';

/** A line of the capability annex as it stands on the day in question. */
export interface CapabilityFact {
  scheme: string;
  parameter: string;
  standing: CapabilityStanding;
}

/** A room with the times at which it was out of its limits; without `to` it still is. `approvedDeviation`: the number of the approval. */
export interface RoomFact {
  room: string;
  name: string;
  excursions: { from: string; to?: string; quantity: string; approvedDeviation?: string }[];
}

/** What a test used and who did it. `field`: where the record names it, so that the page can point there. */
export interface Need {
  parameter: string;
  /** Groups to which the parameter belongs: 含量测定, 色谱分析. */
  groups: string[];
  /** Further names by which the ledger may say what an instrument serves: the family, the kinds of instrument the method asks for. */
  instrumentKinds?: string[];
  class: string;
  instruments?: {
    no: string;
    /** What was read on it, decimal text: held against the limits of a yellow one. */
    readings?: { quantity: string; value: string; unit: string; field?: string; label?: string }[];
    field?: string;
  }[];
  materials?: { lot: string; field?: string }[];
  /** `during`: when that person acted, if not during the test itself. */
  people?: { id: string; name: string; act: PersonAct | 'sample'; during?: Period }[];
  method?: { standard: string; edition: string };
  /** The date of production decides which edition holds; without it, the time of the test. */
  producedOn?: string;
  /** 内部 or 不带标志: nothing is asked of the capability annex. */
  internal?: boolean;
  /** The marks that the report shall bear. */
  marks?: string[];
  /** The room that the record names, or the only one of its kind. */
  room?: string;
  /** The rooms in which the parameter is tested; of several the record must name one. Absent or empty: not restricted. */
  rooms?: string[];
}

/** Everything that the registers know about what the test names. */
export interface Facts {
  instruments: InstrumentFact[];
  materials: MaterialFact[];
  people: PersonFact[];
  methods: MethodFact[];
  capabilities: CapabilityFact[];
  rooms: RoomFact[];
  /** Practice limits of the institute (lib/rules/validity.json). */
  practice: { factor: { low: string; high: string }; quantities: QuantityRule[] };
}
