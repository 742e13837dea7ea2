import { chainOf, isReading, keyOf, type Link, solutionTexts } from '../../state/lessons/chain.ts';
import type { Course, Place } from '../../state/lessons/model.ts';
import { type Context, currentProject, updateProject } from '../context.ts';
import type { Moments } from './moments.ts';
import { NO_PROGRESS, type Progress, type Run, withRun, withSolved } from './progress.ts';
import { fingerprint, type Runner } from './run.ts';

/** Where a project is on its way through a chain of steps, and taking it further. */
export class Journey {
  readonly chain: readonly Link[];
  readonly head: string;
  private readonly context: Context;
  private readonly course: Course;
  private readonly runner: Runner;
  private readonly moments: Moments;
  private readonly book: ProgressBook;
  /** The step that is being begun. */
  private readonly beginning: (key: string) => void;

  constructor(context: Context, course: Course, lesson: string, tools: JourneyTools) {
    this.context = context;
    this.course = course;
    this.chain = chainOf(course, lesson);
    this.head = this.chain[0]?.lesson.id ?? '';
    this.runner = tools.runner;
    this.moments = tools.moments;
    this.book = tools.book;
    this.beginning = tools.beginning;
  }

  /** `undefined` where it has not begun, or its project was deleted. */
  run(): Run | undefined {
    const run = this.book.read(this.course.id).runs[this.head];
    return run && this.context.library.has(run.projectId) && this.index(run.reached) >= 0 ? run : undefined;
  }

  index(key: string): number {
    return this.chain.findIndex((link) => link.key === key);
  }

  /** The step up to which the project is done: the next one could begin. -1 where it has not begun. */
  private done(): number {
    const run = this.run();
    if (!run) return -1;
    const reached = this.index(run.reached);
    const link = this.chain[reached];
    const solved = this.book.read(this.course.id).solved.includes(run.reached);
    return link && (solved || isReading(link.step)) ? reached : reached - 1;
  }

  /** Whether a step has begun, can begin now, or waits for others. */
  standing(key: string): 'begun' | 'next' | 'waiting' {
    const run = this.run();
    const index = this.index(key);
    if (run && index <= this.index(run.reached)) return 'begun';
    return this.before(key).every(({ step }) => isReading(step)) ? 'next' : 'waiting';
  }

  /** The steps whose solutions have to be carried out before this one can begin. */
  before(key: string): readonly Link[] {
    return this.chain.slice(this.done() + 1, this.index(key));
  }

  waitingFor(key: string): readonly string[] {
    return solutionTexts(this.before(key));
  }

  /** Begins a step where everything is as the step before left it. */
  async begin(link: Link): Promise<void> {
    const run = this.run();
    const projectId = run?.projectId ?? (await this.runner.fresh(this.course, this.chain, undefined));
    this.runner.enter(link);
    this.beginning(link.key);
    const moment = await this.moments.take();
    this.note({ projectId, reached: link.key, moments: { ...run?.moments, [link.key]: moment }, began: this.runner.observe() });
  }

  /** Takes a project that stands where a step begins. False where there is a way already: it is not given up. */
  adopt(link: Link, projectId: string): boolean {
    if (this.run()) return false;
    this.note({ projectId, reached: link.key, moments: {}, began: this.runner.observe() });
    updateProject(this.context, projectId, (project) => ({ ...project, lesson: { course: this.course.id, head: this.head } }));
    return true;
  }

  /** Carries out the solution of a step that has begun; one that was worked on begins again first. */
  async solve(link: Link, tell: (doing: string) => void): Promise<void> {
    const run = this.run();
    if (run?.reached !== link.key || run.began.fingerprint !== fingerprint(this.context)) await this.restart(link);
    await this.runner.solve(link, tell);
  }

  /** Goes back to where a step that has begun began. */
  async restart(link: Link): Promise<void> {
    const run = this.run();
    if (!run) return;
    await this.moments.restore(run.moments[link.key] ?? link.key);
    this.runner.enter(link);
    this.note({ ...run, projectId: currentProject(this.context)?.id ?? run.projectId, reached: link.key, began: this.runner.observe() });
  }

  /** Begins a step; what it waits for is carried out first. */
  async prepare(link: Link, tell: (doing: string) => void): Promise<void> {
    for (const earlier of this.before(link.key)) {
      if (this.standing(earlier.key) !== 'begun') await this.begin(earlier);
      if (isReading(earlier.step)) continue;
      await this.solve(earlier, tell);
      this.book.change(this.course.id, (progress) => withSolved(progress, earlier.key));
    }
    await this.begin(link);
  }

  /** Makes the project anew and carries out all solutions before a step: how a moment is reached that nobody kept. */
  async replay(key: string, tell: (doing: string) => void): Promise<void> {
    await this.runner.fresh(this.course, this.chain, this.run()?.projectId);
    for (const link of this.chain.slice(0, this.index(key))) {
      this.runner.enter(link);
      await this.runner.solve(link, tell);
    }
  }

  private note(run: Run): void {
    this.book.change(this.course.id, (progress) => withRun(progress, this.head, run));
  }
}

export interface JourneyTools {
  readonly runner: Runner;
  readonly moments: Moments;
  readonly book: ProgressBook;
  readonly beginning: (key: string) => void;
}

/** Progress in all courses. */
export interface ProgressBook {
  readonly read: (course: string) => Progress;
  readonly change: (course: string, how: (progress: Progress) => Progress) => void;
}

export function createProgressBook(kept: Map<string, Progress>, save: (course: string, progress: Progress) => void): ProgressBook {
  const read = (course: string): Progress => kept.get(course) ?? NO_PROGRESS;
  return {
    read,
    change: (course, how) => {
      const next = how(read(course));
      if (next === read(course)) return;
      kept.set(course, next);
      save(course, next);
    },
  };
}

export const samePlace = (a: Place | undefined, b: Place | undefined): boolean => a !== undefined && b !== undefined && a.course === b.course && keyOf(a) === keyOf(b);
