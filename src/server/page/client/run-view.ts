/* The chosen run: what it is, its history, and its task runs, each with a history of its own to be opened. */
import { readHistory, readTasks, type WireRun } from './ask.js';
import { isFinal, createBadge, showBadge } from './badge.js';
import { arrange, element, say } from './dom.js';
import { Timeline } from './timeline.js';

/** The view of one flow run. A new one is made for another run. */
export class RunView {
  readonly element: HTMLElement;
  readonly #id: string;
  readonly #timeline = new Timeline('States, the newest first');
  readonly #title = element('h2', { id: 'run-title' });
  readonly #badge = createBadge(null);
  readonly #tags = element('p', { class: 'tags' });
  readonly #tasks = element('div', { class: 'tasks' });
  readonly #taskSection: HTMLElement;
  readonly #taskViews = new Map<string, TaskView>();
  /** Undefined until a history was read. */
  #stateId: string | null | undefined;
  #isSettled = false;

  constructor(id: string) {
    this.#id = id;
    const heading = element('h3', { id: 'tasks-title' }, 'Task runs');
    this.#taskSection = element('section', { 'aria-labelledby': 'tasks-title', hidden: '' }, heading, this.#tasks);
    this.element = element(
      'article',
      { 'aria-labelledby': 'run-title' },
      element('header', {}, this.#title, this.#badge),
      element('p', { class: 'id' }, id),
      this.#tags,
      this.#timeline.element,
      this.#taskSection,
    );
  }

  /**
   * Shows the run as it is now. Its history is read only when it has come into another state, its task runs as long as it
   * or one of them is under way.
   *
   * @returns whether anything has changed
   */
  async show(run: WireRun): Promise<boolean> {
    say(this.#title, run.name);
    say(this.#tags, run.tags.join(' · '));
    const stateId = run.state?.id ?? null;
    const isNews = stateId !== this.#stateId;
    if (isNews) {
      showBadge(this.#badge, run.state);
      this.#timeline.show(await readHistory('flow_run', this.#id));
      // only now: what could not be read is asked for again
      this.#stateId = stateId;
    }
    return (!isNews && this.#isSettled ? false : await this.#showTasks(run)) || isNews;
  }

  /** Says again how long each state has lasted. */
  tick(): void {
    this.#timeline.tick();
    for (const view of this.#taskViews.values()) view.tick();
  }

  async #showTasks(run: WireRun): Promise<boolean> {
    const tasks = await readTasks(this.#id);
    const views = tasks.map((task) => {
      const view = this.#taskViews.get(task.id) ?? new TaskView(task.id);
      this.#taskViews.set(task.id, view);
      return view;
    });
    arrange(
      this.#tasks,
      views.map((view) => view.element),
    );
    this.#taskSection.hidden = tasks.length === 0;
    const news = await Promise.all(views.map((view, i) => view.show(tasks[i]!)));
    this.#isSettled = isFinal(run.state) && tasks.every((task) => isFinal(task.state));
    return news.includes(true);
  }
}

/** One task run: a line that opens. */
class TaskView {
  readonly element: HTMLDetailsElement;
  readonly #id: string;
  readonly #timeline: Timeline;
  readonly #name = element('span', { class: 'task-name' });
  readonly #badge = createBadge(null);
  #shownId: string | null = null;
  #readId: string | null = null;

  constructor(id: string) {
    this.#id = id;
    this.#timeline = new Timeline('States of the task run, the newest first');
    this.element = element('details', { class: 'task' }, element('summary', {}, this.#name, this.#badge));
    this.element.append(this.#timeline.element);
    this.element.addEventListener('toggle', () => {
      // what fails is tried again by the next round
      this.#read().catch(() => undefined);
    });
  }

  async show(task: WireRun): Promise<boolean> {
    say(this.#name, task.name);
    showBadge(this.#badge, task.state);
    const isNews = this.#shownId !== (task.state?.id ?? null);
    this.#shownId = task.state?.id ?? null;
    await this.#read();
    return isNews;
  }

  tick(): void {
    if (this.element.open) this.#timeline.tick();
  }

  /** Reads the history of an open line, unless it was read since the last state. */
  async #read(): Promise<void> {
    if (!this.element.open || this.#readId === this.#shownId) return;
    const wanted = this.#shownId;
    this.#timeline.show(await readHistory('task_run', this.#id));
    this.#readId = wanted;
  }
}
