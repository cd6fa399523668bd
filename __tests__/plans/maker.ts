import { Emulator } from '../e2e/emulator';
import { Workshop, type Shown } from './terraform';
import { account } from './worker';

/** What makes one plan in a workshop of its own. */
type Recipe = (workshop: Workshop) => Promise<Shown>;

interface Order {
  readonly recipe: Recipe;
  readonly done: (plan: Shown) => void;
  readonly failed: (error: unknown) => void;
}

/** Makes plans one after the other, and several next to each other: each hand has an emulator of its own. */
export class Maker {
  private readonly orders: Order[] = [];
  private readonly plans: ReadonlyMap<string, Promise<Shown>>;
  private readonly hands: readonly Promise<void>[];

  constructor(recipes: readonly (readonly [name: string, recipe: Recipe])[], hands: number) {
    this.plans = new Map(recipes.map(([name, recipe]) => [name, this.ordered(recipe)]));
    this.hands = Array.from({ length: Math.min(hands, recipes.length) }, () => this.work());
  }

  plan(name: string): Promise<Shown> {
    return this.plans.get(name) ?? Promise.reject(new Error(`nobody ordered a plan "${name}"`));
  }

  async end(): Promise<void> {
    this.orders.length = 0;
    await Promise.all(this.hands);
  }

  private ordered(recipe: Recipe): Promise<Shown> {
    const plan = new Promise<Shown>((done, failed) => this.orders.push({ recipe, done, failed }));
    plan.catch(() => undefined); // the test that waits for it says so
    return plan;
  }

  private async work(): Promise<void> {
    const emulator = await Emulator.start({ accountId: account });
    try {
      const ready = await Workshop.open(emulator);
      for (let order = this.orders.shift(); order !== undefined; order = this.orders.shift()) {
        await emulator.reset();
        const workshop = await Workshop.open(emulator, ready);
        await order.recipe(workshop).then(order.done, order.failed);
        workshop.close();
      }
      ready.close();
    } catch (error) {
      for (const { failed } of this.orders) failed(error);
    } finally {
      await emulator.stop();
    }
  }
}
