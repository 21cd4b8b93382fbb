import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../core/refusal.ts';
import type { JsonSchema } from '../kernel/request.ts';
import { page } from '../kernel/routes.ts';
import { list as listOf, object, text } from '../kernel/shapes.ts';
import { Card, PageHead } from '../ui/index.ts';

interface Help {
  topic: string;
  topics: { name: string; title: string }[];
  html: string;
}

const titleOf = (markdown: string): string => /^# (.+)$/m.exec(markdown)?.[1] ?? '';

const topicInput = { topic: { type: 'string', pattern: '^[a-z0-9-]{1,40}$' } };

const manual = (name: string, path: string, input: JsonSchema) =>
  page<{ topic?: string }, Help>({
    name,
    path,
    needs: 'signed-in',
    input,
    answer: object(
      {
        topic: text(),
        topics: listOf(object({ name: text(), title: text() }, ['name', 'title'])),
        html: text(1_000_000),
      },
      ['topic', 'topics', 'html'],
    ),
    load: async ({ app }, { topic = 'index' }) => {
      const folder = join(app.config.root, 'lib', 'help');
      const path = join(folder, `${topic}.md`);
      if (!existsSync(path)) refuse('page.missing', {}, undefined, 'missing');
      const read = (file: string) => readFileSync(join(folder, file), 'utf8');
      const topics = readdirSync(folder)
        .filter((file) => file.endsWith('.md'))
        .sort()
        .map((file) => ({ name: file.replace(/\.md$/, ''), title: titleOf(read(file)) }));
      const { marked } = await import('marked');
      return { topic, topics, html: await marked.parse(read(`${topic}.md`)) };
    },
    title: (_data, ui) => ui.t('nav.help'),
    view: (data, ui) => (
      <>
        <PageHead title={ui.t('nav.help')}>
          {data.topics.map(({ name, title }) => (
            <a
              key={name}
              class={name === data.topic ? 'btn btn-sm btn-primary' : 'btn btn-sm'}
              href={name === 'index' ? '/help' : `/help/${name}`}
            >
              {title}
            </a>
          ))}
        </PageHead>
        <Card>
          <div class="manual" dangerouslySetInnerHTML={{ __html: data.html }} />
        </Card>
      </>
    ),
  });

/** The manual: one Markdown file a subject under lib/help, of our own writing and therefore trusted. */
export const helpIndexPage = manual('help.index', '/help', object({}));
export const helpPage = manual('help.show', '/help/:topic', object(topicInput, ['topic']));
