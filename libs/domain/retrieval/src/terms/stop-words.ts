/** English function words, and the verbs that every change request starts with. Dropped from queries only: the index keeps them, so a query of nothing else can still be answered. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a about above after again all also am an and any are as at be because been before being both but by can could did do does doing done during each ' +
    'else few for from further had has have having here how i if in into is it its itself just let may me more most must my no nor not now of off on ' +
    'once one only or other our out over own per please same shall she he should so some such than that the their them then there these they this those ' +
    'through to too under until up upon us very via was we were what when where whether which while who whom whose why will with would you your ' +
    'use used uses using get got make makes made making add adds added adding fix fixes fixed fixing bug feat feature support new ' +
    'change changes changed changing update updates updated updating remove removes removed removing instead allow allows'
  ).split(' '),
);
