import { file, page, post } from '../kernel/routes.ts';
import { id, object } from '../kernel/shapes.ts';
import { certificateFile, labelFile, labelPicture } from './label.ts';
import { type MoveInput, move, type SettleInput, settle } from './ledger.ts';
import { type ListInput, listMaterials, type MaterialList } from './list.ts';
import { MaterialsView } from './list.view.tsx';
import { MaterialView } from './lot.view.tsx';
import { NewMaterialView } from './new.view.tsx';
import { type Registration, register } from './register.ts';
import type { Kind, MaterialRow, MoveRow, StandardisationRow, Way } from './rows.ts';
import * as schema from './schema.ts';
import { type ConfirmInput, confirm } from './second-key.ts';
import { type ShownMaterial, showMaterial } from './show.ts';
import { type StandardisationInput, standardise } from './standardise.ts';
import { block, certify, close, judge, MEGABYTES, open, type SuitabilityInput } from './steps.ts';

type Lot = Pick<MaterialRow, 'id' | 'version' | 'number'> & { end: string | null };
const lotAnswer = (row: MaterialRow): Lot => ({
  id: row.id,
  version: row.version,
  number: row.number,
  end: row.valid_to,
});
const moveAnswer = (row: MoveRow) => ({
  id: row.id,
  material: row.material_id,
  state: row.state,
  balance: row.balance,
});
const byId = object({ id }, ['id']);
type Id = { id: string };

export const materialsPage = page<ListInput, MaterialList>({
  name: 'material.list',
  path: '/materials',
  needs: 'material.read',
  input: schema.listInput,
  answer: schema.listAnswer,
  load: listMaterials,
  title: (_data, ui) => ui.t('nav.materials'),
  view: (data, ui) => MaterialsView({ data, ui }),
});

export const newPage = page<{ kind?: Kind }, { kind: Kind | null }>({
  name: 'material.new',
  path: '/materials/new',
  needs: 'material.write',
  input: schema.newInput,
  answer: schema.newAnswer,
  load: async (_query, { kind = null }) => ({ kind }),
  title: (_data, ui) => ui.t('material.new'),
  view: ({ kind }, ui) => NewMaterialView({ kind, ui }),
});

export const registerPost = post<Registration, Lot>({
  name: 'material.register',
  path: '/materials',
  needs: 'material.write',
  creates: true,
  input: schema.registration,
  answer: schema.lotAnswer,
  run: async (act, input) => lotAnswer(await register(act, input)),
  then: (lot) => `/materials/${lot.id}`,
  on: newPage,
});

export const materialPage = page<Id & { way?: Way }, ShownMaterial>({
  name: 'material.show',
  path: '/materials/:id',
  needs: 'material.read',
  input: schema.showInput,
  answer: schema.showAnswer,
  load: (query, input) => showMaterial(query, input.id, input.way),
  title: (data) => `${data.number} ${data.name}`,
  view: (data, ui) => MaterialView({ data, ui }),
});

export const openPost = post<Parameters<typeof open>[1], Lot>({
  name: 'material.open',
  path: '/materials/:id/opening',
  needs: 'material.write',
  versioned: true,
  input: schema.openInput,
  answer: schema.lotAnswer,
  run: async (act, input) => lotAnswer(await open(act, input)),
  then: (lot) => `/materials/${lot.id}`,
  on: materialPage,
});

export const blockPost = post<Parameters<typeof block>[1], Lot>({
  name: 'material.block',
  path: '/materials/:id/blocks',
  needs: 'material.write',
  versioned: true,
  input: schema.blockInput,
  answer: schema.lotAnswer,
  run: async (act, input) => lotAnswer(await block(act, input)),
  then: (lot) => `/materials/${lot.id}`,
  on: materialPage,
});

export const suitabilityPost = post<SuitabilityInput, Lot>({
  name: 'material.judge',
  path: '/materials/:id/suitability',
  needs: 'material.write',
  versioned: true,
  input: schema.suitabilityInput,
  answer: schema.lotAnswer,
  run: async (act, input) => lotAnswer(await judge(act, input)),
  then: (lot) => `/materials/${lot.id}`,
  on: materialPage,
});

export const certificatePost = post<Parameters<typeof certify>[1], Lot>({
  name: 'material.certify',
  path: '/materials/:id/certificates',
  needs: 'material.write',
  versioned: true,
  upload: MEGABYTES,
  input: schema.certificateInput,
  answer: schema.lotAnswer,
  run: async (act, input) => lotAnswer(await certify(act, input)),
  then: (lot) => `/materials/${lot.id}`,
  on: materialPage,
});

export const closePost = post<Parameters<typeof close>[1], Lot>({
  name: 'material.close',
  path: '/materials/:id/closing',
  needs: 'material.write',
  versioned: true,
  input: schema.closeInput,
  answer: schema.lotAnswer,
  run: async (act, input) => lotAnswer(await close(act, input)),
  then: (lot) => `/materials/${lot.id}`,
  on: materialPage,
});

export const movePost = post<MoveInput, ReturnType<typeof moveAnswer>>({
  name: 'material.move',
  path: '/materials/:id/moves',
  needs: 'material.write',
  creates: true,
  input: schema.moveInput,
  answer: schema.moveAnswer,
  run: async (act, input) => moveAnswer(await move(act, input)),
  then: (_move, input) => `/materials/${input.id}`,
  on: materialPage,
});

export const settlePost = post<SettleInput, ReturnType<typeof moveAnswer>>({
  name: 'material.settle',
  path: '/materials/:id/settlements',
  needs: 'material.write',
  creates: true,
  input: schema.settleInput,
  answer: schema.moveAnswer,
  run: async (act, input) => moveAnswer(await settle(act, input)),
  then: (_move, input) => `/materials/${input.id}`,
  on: materialPage,
});

export const confirmPost = post<ConfirmInput, ReturnType<typeof moveAnswer>>({
  name: 'material.confirm',
  path: '/materials/:id/confirmations',
  needs: 'material.write',
  signs: true,
  input: schema.confirmInput,
  answer: schema.moveAnswer,
  run: async (act, input) => moveAnswer(await confirm(act, input)),
  then: (_move, input) => `/materials/${input.id}`,
  on: materialPage,
});

type Standardised = Pick<StandardisationRow, 'id' | 'part' | 'factor' | 'deviation' | 'agreement' | 'reasons'> & {
  accepted: boolean;
  validTo: string | null;
};

export const standardisePost = post<StandardisationInput, Standardised>({
  name: 'material.standardise',
  path: '/materials/:id/standardisations',
  needs: 'material.write',
  creates: true,
  input: schema.standardisationInput,
  answer: schema.standardisationAnswer,
  run: async (act, input) => {
    const row = await standardise(act, input);
    const { id: own, part, factor, deviation, agreement, reasons } = row;
    return {
      id: own,
      part,
      factor,
      deviation,
      agreement,
      reasons,
      accepted: row.accepted === 1,
      validTo: row.valid_to,
    };
  },
  then: (_row, input) => `/materials/${input.id}`,
  on: materialPage,
});

export const label = file<Id>({
  name: 'material.label',
  path: '/materials/:id/label.pdf',
  needs: 'material.read',
  input: byId,
  load: labelFile,
  event: (input) => ({ entity: 'materials', id: input.id }),
});

export const picture = file<Id>({
  name: 'material.label-picture',
  path: '/materials/:id/label.png',
  needs: 'material.read',
  input: byId,
  load: labelPicture,
  event: (input) => ({ entity: 'materials', id: input.id }),
});

export const certificate = file<Id>({
  name: 'material.certificate',
  path: '/materials/:id/certificate',
  needs: 'material.read',
  input: byId,
  load: certificateFile,
});
