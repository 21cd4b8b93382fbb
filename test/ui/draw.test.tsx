import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { render } from 'preact-render-to-string';
import { messages } from '../../lib/messages/index.ts';
import {
  CheckField,
  Due,
  ErrorPage,
  Facts,
  Moves,
  Page,
  renderPage,
  SelectField,
  StatePill,
  stateLooks,
  TextField,
  tones,
} from '../../lib/ui/index.ts';
import { contrast, paletteCss } from '../../lib/ui/palette.ts';
import { BenchPage, FormPage, ListPage, ObjectPage } from './gallery.tsx';
import { sampleUi } from './sample-ui.ts';

const css = readFileSync(join(import.meta.dirname, '..', '..', 'lib', 'public', 'app.css'), 'utf8');

describe('the palette of states', () => {
  for (const [name, tone] of Object.entries(tones)) {
    for (const theme of ['light', 'dark'] as const) {
      it(`${name} reads with at least 4.5 : 1 on a ${theme} page (WCAG AA)`, () => {
        expect(contrast(tone[theme].ink, tone[theme].ground)).to.be.at.least(4.5);
        expect(contrast(tone[theme].ink, theme === 'light' ? '#ffffff' : '#18212c'), 'on a bare sheet').to.be.at.least(
          4.5,
        );
      });
    }
  }

  it('is the text between the palette marks of app.css', () => {
    expect(css).to.include(`/* palette:start */\n${paletteCss()}\n/* palette:end */`);
  });

  it('tells every state by a word, and no two looks by colour alone', () => {
    for (const state of Object.keys(stateLooks)) expect(messages.zh).to.have.property(`state.${state}`);
    const byShape = new Map<string, Set<string>>();
    for (const look of Object.values(stateLooks))
      byShape.set(look.shape, (byShape.get(look.shape) ?? new Set()).add(look.tone));
    expect(byShape.get('▲')).to.deep.equal(new Set(['red']));
    expect(byShape.get('✔')).to.deep.equal(new Set(['green']));
  });

  it('computes the contrast of black on white as 21', () => {
    expect(contrast('#000000', '#ffffff')).to.be.closeTo(21, 0.01);
  });
});

describe('the colours of the page', () => {
  const pairs = [
    ['text', 'page'],
    ['text', 'sheet'],
    ['quiet', 'page'],
    ['quiet', 'sheet'],
    ['quiet', 'head'],
    ['accent-text', 'sheet'],
    ['accent-text', 'accent-soft'],
    ['accent-text', 'hover'],
    ['late-ink', 'sheet'],
    ['amber-ink', 'restored'],
    ['fails-ink', 'page'],
    ['fails-ink', 'sheet'],
    ['saved-ink', 'sheet'],
  ] as const;
  const variables = (theme: 'light' | 'dark'): Map<string, string> => {
    const blocks = [
      ...css.matchAll(/(?:^|\n)(:root,?\n?\[data-bs-theme=light\]|:root|\[data-bs-theme=dark\]) \{([^}]*)\}/g),
    ];
    const wanted = blocks.filter(([, selector]) => selector?.includes('dark') === (theme === 'dark'));
    return new Map(
      wanted.flatMap(([, , body]) =>
        [...(body ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(
          (m) => [m[1] ?? '', long(m[2] ?? '')] as const,
        ),
      ),
    );
  };
  const long = (hex: string): string =>
    hex.length === 4 ? `#${[...hex.slice(1)].map((digit) => digit + digit).join('')}` : hex;

  for (const theme of ['light', 'dark'] as const) {
    for (const [ink, ground] of pairs) {
      it(`${ink} on ${ground} reads on a ${theme} page`, () => {
        const colours = variables(theme);
        expect(contrast(colours.get(ink) ?? '', colours.get(ground) ?? '')).to.be.at.least(4.5);
      });
    }
    it(`white on the accent reads on a ${theme} page`, () => {
      expect(contrast('#ffffff', variables(theme).get('accent') ?? '')).to.be.at.least(4.5);
    });
  }
});

describe('pages', () => {
  const ui = sampleUi();
  const all = {
    list: <ListPage ui={ui} count={3} />,
    object: <ObjectPage ui={ui} />,
    form: <FormPage ui={ui} />,
    bench: <BenchPage ui={ui} />,
    error: <ErrorPage ui={ui} status={409} problems={['检品已由他人受理。']} />,
  };
  for (const [name, page] of Object.entries(all)) {
    it(`${name}: no inline script, style or handler stands in the markup (SE-04)`, () => {
      const html = renderPage(page);
      expect(html).to.match(/^<!doctype html><html lang="zh-CN"/);
      expect(html).not.to.match(/\sstyle=|<style|\son\w+="|javascript:/);
      for (const [, attributes, body] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
        expect(attributes).to.include('src="/assets/');
        expect(body).to.equal('');
      }
    });

    it(`${name}: every id is there once, and every label, description and problem link leads somewhere`, () => {
      const html = renderPage(page);
      const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
      expect(ids).to.deep.equal([...new Set(ids)]);
      const wanted = [...html.matchAll(/\s(?:for|aria-describedby|aria-labelledby)="([^"]+)"/g)].flatMap((match) =>
        (match[1] ?? '').split(' '),
      );
      expect(ids).to.include.members(wanted);
    });
  }

  it('shows text as text: a stored payload stays inert (SE-03)', () => {
    const evil = '"><script>alert(1)</script>';
    const html = render(
      <Page
        ui={{ ...ui, user: { ...ui.user!, name: evil } }}
        title={evil}
        nav={[{ href: '/samples', label: evil, active: false }]}
        flash={{ tone: 'note', text: evil }}
      >
        {evil}
      </Page>,
    );
    expect(html).not.to.include('<script>alert');
  });

  it('speaks English when asked', () => {
    const html = renderPage(<ListPage ui={sampleUi({ lang: 'en' })} count={1} />);
    expect(html).to.include('<html lang="en"').and.to.include('My work').and.to.include('Testing');
  });
});

describe('fields', () => {
  it('keep what was typed before a refusal, and say what is wrong at the field (principle 8)', () => {
    const ui = sampleUi({ typed: { qty: '12,5' }, problems: [{ field: 'qty', text: '数量不是数' }] });
    const html = render(<TextField ui={ui} name="qty" label="数量" value="10" unit="盒" hint="三份" />);
    expect(html).to.include('value="12,5"').and.to.include('aria-invalid="true"').and.to.include('数量不是数');
    expect(html).to.include('aria-describedby="f-qty-problem f-qty-hint f-qty-unit"');
  });

  it('a list keeps every tick that came back after a refusal, and no other', () => {
    const ui = sampleUi({ typed: { grounds: ['seal', 'label'] }, problems: [{ field: 'note', text: '请写明' }] });
    const box = (value: string, checked = false) =>
      render(<CheckField ui={ui} name="grounds" value={value} label={value} checked={checked} />);
    expect(box('seal')).to.match(/ checked/);
    expect(box('label')).to.match(/ checked/);
    expect(box('cold', true)).not.to.match(/ checked/);
    expect(render(<CheckField ui={sampleUi()} name="grounds" value="cold" label="冷链" checked />)).to.match(
      / checked/,
    );
  });

  it('never send a password back', () => {
    expect(
      render(
        <TextField ui={sampleUi({ typed: { password: 'secret' } })} name="password" label="密码" type="password" />,
      ),
    ).not.to.include('secret');
  });

  it('choose the stored option, and the typed one after a refusal', () => {
    const options = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ];
    expect(render(<SelectField ui={sampleUi()} name="x" label="X" value="b" options={options} />)).to.match(
      /selected[^>]*value="b"|value="b"[^>]*selected/,
    );
    expect(
      render(<SelectField ui={sampleUi({ typed: { x: 'a' } })} name="x" label="X" value="b" options={options} />),
    ).to.match(/selected[^>]*value="a"|value="a"[^>]*selected/);
  });
});

describe('moves', () => {
  it('refused: grey, named to screen readers, with every sentence beneath', () => {
    const html = render(
      <Moves
        ui={sampleUi()}
        moves={[{ move: 'approve', label: '批准', obstacles: ['检验员是您本人', '记录未复核'], action: '/x' }]}
      />,
    );
    expect(html).to.include('aria-disabled="true"').and.to.include('检验员是您本人').and.to.include('记录未复核');
    expect(html).not.to.include('<form');
  });

  it('possible: a form that carries token, key and version', () => {
    const html = render(
      <Moves
        ui={sampleUi()}
        moves={[{ move: 'submit', label: '提交', obstacles: [], action: '/tests/1/submission', version: 4 }]}
      />,
    );
    for (const part of ['name="_csrf" value="token-1"', 'name="_key" value="key-00000001"', 'name="version" value="4"'])
      expect(html).to.include(part);
  });
});

describe('small parts', () => {
  it('due dates count working days in words', () => {
    const words = (state: 'on-time' | 'amber' | 'late', days: number) =>
      render(<Due ui={sampleUi()} date="2026-11-25" state={state} days={days} />);
    expect(words('amber', 3)).to.include('剩 3 个工作日');
    expect(words('amber', 0)).to.include('今日到期');
    expect(words('late', -2)).to.include('超期 2 个工作日');
  });

  it('an empty fact is a dash', () => {
    expect(render(<Facts facts={[{ label: '效期', value: '' }]} />)).to.include('<dd>—</dd>');
  });

  it('a void state is struck through', () => {
    expect(render(<StatePill ui={sampleUi()} state="void" />))
      .to.include('struck')
      .and.to.include('作废');
  });
});
