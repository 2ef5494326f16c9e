import { type ReactNode, useId } from 'react';
import type { Telling } from '../../../api/api-types.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import './choices.css';

export interface TellingChoiceProps {
  readonly email: string;
  readonly value: Telling;
  readonly onChange: (value: Telling) => void;
}

/** Direct download, e-mail or push. */
export function TellingChoice({ email, value, onChange }: TellingChoiceProps): ReactNode {
  const name = useId();
  const choices: readonly { value: Telling; icon: IconName; title: string; text: string }[] = [
    {
      value: 'direct',
      icon: 'download',
      title: 'Direct download',
      text: 'It downloads here as soon as it is complete.',
    },
    { value: 'email', icon: 'mail', title: 'E-mail', text: `A link goes to ${email}.` },
    {
      value: 'push',
      icon: 'bell',
      title: 'Push',
      text: 'A notice with the link appears here, whatever you are doing.',
    },
  ];
  return (
    <fieldset className="choices">
      <legend className="field-label">How would you like to get it?</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="choice">
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            aria-describedby={`${name}${choice.value}`}
            aria-label={choice.title}
            onChange={() => onChange(choice.value)}
          />
          <Icon name={choice.icon} />
          <span className="choice-words">
            <span className="choice-title">{choice.title}</span>
            <span className="muted small" id={`${name}${choice.value}`}>
              {choice.text}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
