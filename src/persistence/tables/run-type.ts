/** The two sorts of runs, which have tables of their own for the same thing. */
export type RunType = 'flow_run' | 'task_run';
