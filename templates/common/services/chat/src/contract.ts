// What an orchestrator is asked and what it answers, wherever it runs.

export interface Turn {
  question: string;
  answer: string;
}

export interface Citation {
  number: number;
  title: string;
  url?: string;
}

export interface Answer {
  answer: string;
  citations: Citation[];
  /** What the user should know about the answer. */
  notes: string[];
  /** Whether nobody could answer. */
  fallback: boolean;
}

/** Instead of an answer: why the question gets none. */
export interface Refusal {
  refused: string;
  status: number;
}
