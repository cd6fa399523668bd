import { attribute, isList, isObject, Unknown, type Lead, type Model, type Resource, type Value } from '../../model';

/** The deepest nesting of documents in documents; deeper ones are left out of the text. */
const deepest = 20;

/**
 * Returns everything that a plan shows of a document that it does not know, as a text: the values and the references that the document is made
 * from, and the arguments of the data sources among them. Two documents with one text can differ only in what the plan does not show.
 */
export function shownOf(model: Model, resource: Resource, document: Unknown): string {
  const shown = new Shown(model);
  return JSON.stringify([resource.address, shown.unknown(resource, document, 0)]);
}

class Shown {
  /** Data sources that are in the text already. */
  private readonly seen = new Set<Resource>();

  constructor(private readonly model: Model) {}

  unknown(from: Resource, unknown: Unknown, depth: number): unknown {
    const lead: Lead = this.model.leadOf?.(from, unknown) ?? { kind: 'lost' };
    return depth > deepest ? 'deeper' : this.lead(lead, depth + 1);
  }

  private lead(lead: Lead, depth: number): unknown {
    if (depth > deepest) return 'deeper';
    switch (lead.kind) {
      case 'attribute':
        return [lead.kind, lead.resource.address, lead.name ?? null, this.data(lead.resource, depth)];
      case 'known':
      case 'key':
        return [lead.kind, lead.value];
      case 'one-of':
        return [lead.kind, lead.leads.map((one) => this.lead(one, depth + 1))];
      case 'text':
        return [lead.kind, lead.pieces.map((one) => (typeof one === 'string' ? one : this.lead(one, depth + 1)))];
      case 'json':
        return [lead.kind, this.value(lead.value, (inner) => this.lead(lead.leadOf(inner), depth + 1))];
      case 'computed':
      case 'lost':
        return [lead.kind];
    }
  }

  /** The arguments of a data source, whose values decide what it returns; null for what the apply makes. */
  private data(resource: Resource, depth: number): unknown {
    if (resource.mode !== 'data' || this.seen.has(resource)) return null;
    this.seen.add(resource);
    return this.value(resource.values, (inner) => this.unknown(resource, inner, depth));
  }

  private value(value: Value, ofUnknown: (inner: Unknown) => unknown): unknown {
    if (value instanceof Unknown) return ofUnknown(value);
    if (isList(value)) return value.map((item) => this.value(item, ofUnknown));
    if (!isObject(value)) return value;
    const names = Object.keys(value).sort();
    return names.map((name) => [name, this.value(attribute(value, name) ?? null, ofUnknown)]);
  }
}
