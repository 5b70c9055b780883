using DutyKiosk.Core.Signals;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests.Signals
{
    /// <summary>Lamps and tunes.</summary>
    [TestClass]
    public class SignalPlayerTests
    {
        /// <summary>Two signals differ in more than colour: as sets of lamp modes, or in their tunes.</summary>
        [TestMethod]
        public void ColourIsNeverTheOnlyDifference()
        {
            for (int a = 0; a < SignalTable.Count; a++)
            {
                for (int b = a + 1; b < SignalTable.Count; b++)
                {
                    SignalPattern first = SignalTable.Of((Signal)a);
                    SignalPattern second = SignalTable.Of((Signal)b);
                    Assert.IsTrue(
                        Sorted(first) != Sorted(second) || !SameTune(first.Tune, second.Tune),
                        first.Word + " and " + second.Word + " differ in colour alone");
                }
            }
        }

        /// <summary>Arriving rises, leaving falls.</summary>
        [TestMethod]
        public void ArrivingNeverSoundsLikeLeaving()
        {
            ushort[] accepted = SignalTable.Of(Signal.Accepted).Tune;
            ushort[] left = SignalTable.Of(Signal.Left).Tune;
            Assert.IsTrue(accepted[0] < accepted[2]);
            Assert.IsTrue(left[0] > left[2]);
        }

        /// <summary>An answer is shown for its time, its tune is played, then the standing signal comes back.</summary>
        [TestMethod]
        public void AnAnswerIsShownAndEnds()
        {
            SignalPlayer player = new SignalPlayer();
            player.Show(Signal.Accepted, 1000);
            Assert.AreEqual(1090L, player.Step(1000), "the second note is due");
            Assert.IsTrue(player.Green);
            Assert.AreEqual(784, player.ToneHz);
            player.Step(1090);
            Assert.AreEqual(1047, player.ToneHz);
            player.Step(1230);
            Assert.AreEqual(0, player.ToneHz);
            player.Step(2999);
            Assert.AreEqual((int)Signal.Accepted, (int)player.Current);
            player.Step(3000);
            Assert.AreEqual((int)Signal.Ready, (int)player.Current);
        }

        /// <summary>A newer answer replaces an older one; an alarm waits for the answer, a cue does not.</summary>
        [TestMethod]
        public void AnAlarmWaitsForAnAnswer()
        {
            SignalPlayer player = new SignalPlayer();
            player.Show(Signal.Refused, 0);
            player.Show(Signal.Due, 100);
            player.Show(Signal.Heard, 200);
            Assert.AreEqual((int)Signal.Refused, (int)player.Current);
            player.Show(Signal.Accepted, 300);
            Assert.AreEqual((int)Signal.Accepted, (int)player.Current);
            player.Step(2300);
            Assert.AreEqual((int)Signal.Due, (int)player.Current);
            player.Step(2300 + 4000);
            Assert.AreEqual((int)Signal.Ready, (int)player.Current);
        }

        /// <summary>One lamp of several colours and a buzzer with one tone still tell every signal from every other, by rhythm alone.</summary>
        [TestMethod]
        public void OneLampAndOneToneTellAllSignals()
        {
            string[] seen = new string[SignalTable.Count];
            for (int i = 0; i < SignalTable.Count; i++)
            {
                SignalPlayer player = new SignalPlayer(true, true);
                SignalPattern pattern = SignalTable.Of((Signal)i);
                if (pattern.ShowMs > 0)
                {
                    player.Show((Signal)i, 0);
                }
                else
                {
                    player.Stand((Signal)i, 0);
                }

                char[] rhythm = new char[400];
                for (int tick = 0; tick < rhythm.Length; tick++)
                {
                    player.Step(tick * 10);
                    int burning = (player.Green ? 1 : 0) + (player.Amber ? 1 : 0) + (player.Red ? 1 : 0);
                    Assert.IsTrue(burning < 2, pattern.Word + " lights two at once");
                    bool shown = pattern.ShowMs == 0 || tick * 10 < pattern.ShowMs;
                    rhythm[tick] = !shown ? '.' : player.ToneHz > 0 ? (burning > 0 ? 'B' : 'b') : (burning > 0 ? 'L' : 'l');
                }

                seen[i] = new string(rhythm);
                for (int j = 0; j < i; j++)
                {
                    Assert.IsTrue(seen[i] != seen[j], pattern.Word + " and " + SignalTable.Of((Signal)j).Word + " look and sound the same");
                }
            }
        }

        /// <summary>With one tone low notes last twice as long, and two notes have a gap between them.</summary>
        [TestMethod]
        public void OneToneTellsNotesByTheirLength()
        {
            SignalPlayer player = new SignalPlayer(false, true);
            player.Show(Signal.Away, 0);
            player.Step(119);
            Assert.IsTrue(player.ToneHz > 0);
            player.Step(121);
            Assert.AreEqual(0, player.ToneHz);
            player.Step(399);
            Assert.IsTrue(player.ToneHz > 0, "the low note takes 240 ms");
            player.Step(400);
            Assert.AreEqual(0, player.ToneHz);
        }

        private static int Sorted(SignalPattern pattern)
        {
            int[] counts = new int[4];
            counts[(int)pattern.Green]++;
            counts[(int)pattern.Amber]++;
            counts[(int)pattern.Red]++;
            return counts[0] + (10 * counts[1]) + (100 * counts[2]) + (1000 * counts[3]);
        }

        private static bool SameTune(ushort[] a, ushort[] b)
        {
            if (a.Length != b.Length)
            {
                return false;
            }

            for (int i = 0; i < a.Length; i++)
            {
                if (a[i] != b[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
