import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { navigate } from '../hooks/use-route.ts';
import { Icon } from '../ui/icon.tsx';
import { DateField } from './date-field.tsx';
import { everything, isEverything, type Search } from './search.ts';
import './search-form.css';

export interface SearchFormProps {
  readonly search: Search;
  readonly onSearch: (search: Search) => void;
}

export function SearchForm({ search, onSearch }: SearchFormProps): ReactNode {
  const [draft, setDraft] = useState(search);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const change = (part: Partial<Search>): void => setDraft({ ...draft, ...part });

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const isBackwards = draft.from !== '' && draft.to !== '' && draft.from > draft.to;
    setProblem(isBackwards ? 'The first day is after the last one.' : null);
    if (!isBackwards) onSearch({ ...draft, text: draft.text.trim() });
  };

  return (
    <search aria-label="Posts">
      <form className="search-form" onSubmit={submit}>
        <div className="field search-form-text">
          <label className="field-label" htmlFor={`${id}text`}>
            Words
          </label>
          <div className="search-form-box">
            <Icon name="search" />
            <input
              id={`${id}text`}
              className="input"
              type="search"
              placeholder="All posts"
              maxLength={200}
              autoComplete="off"
              enterKeyHint="search"
              value={draft.text}
              onChange={({ target }) => change({ text: target.value })}
            />
          </div>
        </div>
        <DateField
          label="From"
          value={draft.from}
          problemId={problem && `${id}problem`}
          onChange={(from) => change({ from })}
        />
        <DateField
          label="To"
          value={draft.to}
          problemId={problem && `${id}problem`}
          onChange={(to) => change({ to })}
        />
        <div className="search-form-buttons">
          <button type="submit" className="button button-primary">
            Search
          </button>
          {!isEverything(search) && (
            <button
              type="button"
              className="button button-quiet"
              onClick={() => navigate({ view: 'search', search: everything, page: 1 })}
            >
              Clear
            </button>
          )}
        </div>
        <p className="search-form-problem" id={`${id}problem`} role="alert">
          {problem}
        </p>
      </form>
    </search>
  );
}
