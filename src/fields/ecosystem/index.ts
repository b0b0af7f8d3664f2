/*
 * The one place that knows class-transformer and class-validator: what a field tells them, and what a user told them beside
 * it.
 */
export { fillLate, openedLate, openField, strayNamesOf } from './doors.js';
export { contradictions, strayDecorators } from './foreign.js';
export { applyForeignRules, hasForeignRules, refuseExtras } from './rules.js';
