/** The areas of the catalogue one by one, to see that no two claim a key. */
export * as capability from '../../lib/messages/capability.ts';
export * as common from '../../lib/messages/common.ts';
export * as core from '../../lib/messages/core.ts';
export * as dashboards from '../../lib/messages/dashboards.ts';
export * as disposals from '../../lib/messages/disposals.ts';
export * as editions from '../../lib/messages/editions.ts';
export * as forms from '../../lib/messages/forms.ts';
export * as kernel from '../../lib/messages/kernel.ts';
export * as papers from '../../lib/messages/papers.ts';
export * as people from '../../lib/messages/people.ts';
export * as reports from '../../lib/messages/reports.ts';
export * as samples from '../../lib/messages/samples.ts';
export * as samplings from '../../lib/messages/samplings.ts';
export * as sheets from '../../lib/messages/sheets.ts';
export * as system from '../../lib/messages/system.ts';
export * as testing from '../../lib/messages/testing.ts';
