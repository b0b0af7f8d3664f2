import type PgBoss from 'pg-boss';
import { State, ValidationError } from 'prefect-states';

/** A queue of states. A state travels as the JSON of Prefect's wire, so programs in other languages may take part. */
export class StateQueue {
  constructor(
    private readonly boss: PgBoss,
    private readonly name: string,
  ) {}

  /** The queue of what could not be read. */
  get refused(): string {
    return `${this.name}-refused`;
  }

  async create(): Promise<void> {
    await this.boss.createQueue(this.refused);
    await this.boss.createQueue(this.name);
  }

  async send(state: State): Promise<void> {
    await this.boss.send(this.name, state.toJSON());
  }

  /** Gives each state to `take`; when that throws, the queue tries again later. */
  async work(take: (state: State) => Promise<void>): Promise<void> {
    await this.boss.work<unknown>(this.name, { pollingIntervalSeconds: 0.5 }, async (jobs) => {
      for (const { data } of jobs) {
        const { data: state, error } = State.safeParse(data);
        // to try again would not cure it
        if (error) await this.refuse(data, error);
        else await take(state);
      }
    });
  }

  private async refuse(data: unknown, { issues }: ValidationError): Promise<void> {
    await this.boss.send(this.refused, { data, issues });
  }
}
