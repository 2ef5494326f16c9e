import { sourceContract } from '@export-engine/core/testing';
import { brokenQuestions } from './source/broken-questions.ts';
import { brokenReads } from './source/broken-reads.ts';
import { brokenResumes } from './source/broken-resumes.ts';
import { brokenStops } from './source/broken-stops.ts';
import { brokenViews } from './source/broken-views.ts';
import { registerBroken } from './support/register-broken.ts';

registerBroken(sourceContract, [...brokenQuestions, ...brokenViews, ...brokenReads, ...brokenResumes, ...brokenStops]);
