namespace DutyKiosk.Core.Signals
{
    /// <summary>
    /// The one table of signals. Colour is never the only difference between two of them: lamps that differ only in colour also differ in
    /// blinking or tune. What arrives rises, what leaves falls, so that arriving never sounds like leaving.
    /// </summary>
    public static class SignalTable
    {
        private const ushort Low = 523;
        private const ushort Mid = 784;
        private const ushort High = 1047;
        private const ushort Top = 1568;
        private const ushort Growl = 220;

        private static readonly SignalPattern[] Rows = new SignalPattern[]
        {
            // In the order of Signal.        green          amber          red            ms   priority  tune
            Row("ready",              LampMode.Slow, LampMode.Off,  LampMode.Off,      0, 0, Silent()),
            Row("heard",              LampMode.On,   LampMode.On,   LampMode.Off,    400, 3, new ushort[] { Top, 30 }),
            Row("accepted",           LampMode.On,   LampMode.Off,  LampMode.Off,   2000, 4, new ushort[] { Mid, 90, High, 140 }),
            Row("late",               LampMode.On,   LampMode.Slow, LampMode.Off,   2500, 4, new ushort[] { Mid, 90, High, 140, 0, 80, Mid, 140 }),
            Row("left",               LampMode.Fast, LampMode.Off,  LampMode.Off,   2000, 4, new ushort[] { High, 90, Mid, 90, Low, 160 }),
            Row("away",               LampMode.Fast, LampMode.On,   LampMode.Off,   2000, 4, new ushort[] { High, 120, Low, 120 }),
            Row("back",               LampMode.On,   LampMode.Fast, LampMode.Off,   2000, 4, new ushort[] { Low, 120, High, 120 }),
            Row("waiting-for-second", LampMode.Off,  LampMode.Fast, LampMode.Off,   2000, 4, new ushort[] { Mid, 80, 0, 60, Mid, 80 }),
            Row("confirmed",          LampMode.On,   LampMode.On,   LampMode.On,    3000, 4, new ushort[] { Low, 110, Mid, 110, High, 110, Top, 260 }),
            Row("released",           LampMode.Slow, LampMode.Slow, LampMode.Off,   2500, 4, new ushort[] { Mid, 80, Low, 80, High, 200 }),
            Row("refused",            LampMode.Off,  LampMode.Off,  LampMode.On,    2500, 4, new ushort[] { Growl, 180, 0, 80, Growl, 320 }),
            Row("on-hold",            LampMode.Off,  LampMode.On,   LampMode.Fast,  3000, 4, new ushort[] { Growl, 120, 0, 60, Growl, 120, 0, 60, Growl, 400 }),
            Row("check-due",          LampMode.Slow, LampMode.Fast, LampMode.Off,   5000, 2, new ushort[] { High, 200, 0, 200, High, 200 }),
            Row("notice",             LampMode.Off,  LampMode.Slow, LampMode.Off,   3000, 1, new ushort[] { Mid, 120 }),
            Row("due",                LampMode.Off,  LampMode.On,   LampMode.Off,   4000, 2, new ushort[] { High, 150, 0, 100, High, 150 }),
            Row("overdue",            LampMode.Off,  LampMode.Fast, LampMode.Slow,  6000, 2, new ushort[] { High, 200, 0, 100, High, 200, 0, 100, High, 200 }),
            Row("supervisor",         LampMode.Off,  LampMode.Fast, LampMode.Fast,  8000, 2, new ushort[] { Top, 250, Low, 250, Top, 250, Low, 250, Top, 250, Low, 250 }),
            Row("offline",            LampMode.Slow, LampMode.Off,  LampMode.Slow,     0, 0, Silent()),
            Row("clock-unset",        LampMode.Slow, LampMode.On,   LampMode.Off,      0, 0, Silent()),
            Row("fault",              LampMode.Off,  LampMode.Off,  LampMode.Fast,  4000, 4, new ushort[] { Growl, 800 }),
            Row("misconfigured",      LampMode.Slow, LampMode.Fast, LampMode.Fast,    0, 0, Silent()),
            Row("formatted",          LampMode.Fast, LampMode.Fast, LampMode.Fast,    0, 0, Silent()),
            Row("draining",           LampMode.Slow, LampMode.Slow, LampMode.Slow,    0, 0, Silent()),
            Row("drained",            LampMode.On,   LampMode.On,   LampMode.Slow,    0, 0, Silent()),
            Row("no-roster",          LampMode.Slow, LampMode.Slow, LampMode.On,      0, 0, Silent()),
        };

        /// <summary>How many signals there are.</summary>
        public const int Count = 25;

        /// <summary>The row of a signal.</summary>
        public static SignalPattern Of(Signal signal)
        {
            return Rows[(int)signal];
        }

        private static SignalPattern Row(string word, LampMode green, LampMode amber, LampMode red, int showMs, int priority, ushort[] tune)
        {
            return new SignalPattern(word, green, amber, red, showMs, priority, tune);
        }

        private static ushort[] Silent()
        {
            return new ushort[0];
        }
    }
}
