/*
 * What `npm run site` makes, in `site`: the pages of docs, in the order of their index, and the reference of each entry
 * point. A link that leads nowhere is an error.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Converter, JSX, KindRouter, OptionDefaults } from 'typedoc';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

const { exports: entries } = JSON.parse(read('package.json'));
const names = Object.keys(entries).filter((name) => entries[name].types !== undefined);
const sources = names.map((name) => entries[name].types.replace('./dist', 'src').replace('.d.ts', '.ts'));

const INDEX = 'docs/README.md';
const pages = [...read(INDEX).matchAll(/^\d+\. .*\((.*)\)/gm)].map(([, page]) => `docs/${page}`);

/** The file of each page that became a document of TypeDoc's, which calls it by its title. */
const files = new Map();

/** Keeps the names of the pages in their addresses. */
class PageRouter extends KindRouter {
  getIdealBaseName(reflection) {
    return files.get(reflection) ?? super.getIdealBaseName(reflection);
  }
}

/** Calls entry points as they are imported, and pages by their titles. */
function rename(project) {
  for (const module of project.children) {
    module.name = `prefect-states/${module.name}`.replace(/\/index$/, '');
  }
  for (const page of project.documents) {
    const path = [INDEX, ...pages].find((path) => basename(path, '.md') === page.name);
    files.set(page, `documents/${page.name}`);
    page.name = /^# (.+)$/m.exec(read(path))[1];
  }
}

/** Has a link lead to another entry point, where its own has nothing of that name. */
function link(project) {
  for (const reflection of Object.values(project.reflections)) {
    const { summary = [], blockTags = [] } = reflection.comment ?? {};
    const parts = [...summary, ...blockTags.flatMap(({ content }) => content)];
    for (const part of parts.filter(({ tag }) => tag === '@link')) {
      const modules = [moduleOf(reflection), ...project.children];
      const targets = modules.map((module) => module.getChildByName(part.text.trim()));
      part.target = targets.find((target) => target !== undefined) ?? part.target;
    }
  }
}

function moduleOf(reflection) {
  return reflection.parent?.isProject() === false ? moduleOf(reflection.parent) : reflection;
}

// on a narrow screen a wide table is scrolled by itself, and a long name is broken
const STYLE = `
.tsd-typography table { display: block; overflow-x: auto; max-width: 100% }
.tsd-typography :not(pre) > code { white-space: normal; overflow-wrap: anywhere }`;

function load(app) {
  app.renderer.hooks.on('head.end', () =>
    JSX.createElement('style', null, JSX.createElement(JSX.Raw, { html: STYLE })),
  );
  app.renderer.defineRouter('page', PageRouter);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    rename(project);
    link(project);
  });
}

export default {
  name: 'prefect-states',
  plugin: [load],
  router: 'page',
  entryPoints: sources,
  tsconfig: 'tsconfig.build.json',
  // types are checked by `npm run types`
  skipErrorChecking: true,
  projectDocuments: [INDEX, ...pages],
  readme: 'README.md',
  headings: { readme: false },
  out: 'site',
  disableSources: true,
  excludeInternal: true,
  excludePrivate: true,
  sortEntryPoints: false,
  searchInDocuments: true,
  highlightLanguages: [...OptionDefaults.highlightLanguages, 'nginx'],
  ignoredHighlightLanguages: ['mermaid'],
  hideGenerator: true,
  githubPages: false,
  treatWarningsAsErrors: true,
  // entry points name some types that they do not export, since users need not
  validation: { notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: false },
};
