import type { Catalogue, Definition } from '@madoguchi/api';

/** What the catalogue says of a figure: of the day, or of this moment. */
export const defined = (catalogue: Catalogue | undefined, code: string): Definition | undefined =>
  catalogue?.metrics.find(metric => metric.code === code) ?? catalogue?.moments.find(moment => moment.code === code);
