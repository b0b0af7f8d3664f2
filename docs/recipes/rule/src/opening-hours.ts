import { ANY_STATE, type FlowRule } from 'prefect-states/transitions';

export interface OpeningHours {
  /** The hours of the day, 0 to 24, between which runs may begin. */
  readonly opens: number;
  readonly closes: number;
  /** Of which place, such as `Europe/Berlin`. */
  readonly zone: string;
}

/** A rule by which flow runs begin in opening hours only. One that asks at another time is told when to ask again. */
export function openingHours({ opens, closes, zone }: OpeningHours): FlowRule {
  return {
    name: 'OpeningHours',
    summary: `A flow run begins from ${opens} to ${closes} o'clock only`,
    from: ANY_STATE,
    to: ['RUNNING'],
    before(transition) {
      // not `DateTime.now()`: a rule is told the time
      const now = transition.now.setZone(zone);
      if (now.hour >= opens && now.hour < closes) return;
      const today = now.startOf('day').set({ hour: opens });
      const opening = today > now ? today : today.plus({ days: 1 });
      transition.wait(Math.ceil(opening.diff(now).as('seconds')), `Opens at ${opening.toFormat('HH:mm')}`);
    },
  };
}
