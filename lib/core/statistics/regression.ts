/** Straight lines, polynomials and several columns by least squares, and what is read off them. */
export { type Inverse, inverse, type Line, line, lod, loq, standardAdditions } from './calibration.ts';
export { type Fit, multiple, polynomial, weightsFromSd } from './least-squares.ts';
