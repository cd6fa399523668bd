import type { Contract } from '../../../checks';
import { render } from '../../../html';
import type { Model } from '../../../model';
import type { PageParts } from '../../../report';
import { pictureSections } from '../../../review';
import { rotationPath } from './rotation-path';

/** The parts of a page that the report does not hold. */
export function pageParts(models: readonly Model[], contracts: readonly Contract[], today: string): PageParts {
  const now = new Date(`${today}T00:00:00Z`);
  return { render, contracts, pictures: models.map((model) => pictureSections(model, now, rotationPath(model))) };
}
