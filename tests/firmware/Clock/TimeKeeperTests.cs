using DutyKiosk.Core.Clock;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests.Clock
{
    /// <summary>What the terminal knows of the time.</summary>
    [TestClass]
    public class TimeKeeperTests
    {
        private const long Wall = 1772409600000;

        /// <summary>Before the first synchronisation the newest journalled time goes on by ticks, and nothing is judged.</summary>
        [TestMethod]
        public void BeforeTheFirstSynchronisationTicksGoOn()
        {
            Stamp stamp = new TimeKeeper(3, Wall).Read(new Moment(5000, 5000));
            Assert.IsFalse(stamp.Judged);
            Assert.AreEqual(Wall + 5000, stamp.TimeMs);
            Assert.AreEqual(0L, new TimeKeeper(1, 0).Read(new Moment(5000, 5000)).TimeMs);
        }

        /// <summary>The first synchronisation is a step from what was thought; two hours later the clock is held.</summary>
        [TestMethod]
        public void TheFirstSynchronisationIsAStep()
        {
            TimeKeeper time = new TimeKeeper(1, Wall - 60000);
            time.Read(new Moment(1000, 1000));
            Stamp stamp = time.Read(new Moment(2000, Wall));
            Assert.IsTrue(time.Stepped);
            Assert.AreEqual(Wall - 58000, time.StepWasMs);
            Assert.IsTrue(stamp.Clock == ClockQuality.Set);
            Assert.IsTrue(time.Read(new Moment(2000 + 7200000, Wall + 7200000)).Clock == ClockQuality.Set);
            stamp = time.Read(new Moment(2000 + 7201000, Wall + 7201000));
            Assert.IsTrue(stamp.Clock == ClockQuality.Held);
            Assert.AreEqual(7201, stamp.HeldSeconds);
        }

        /// <summary>A jump moves the steady time only once it has stood for longer than from one synchronisation to the next.</summary>
        [DataRow(3600000L)]
        [DataRow(-3600000L)]
        [DataRow(315360000000L)]
        public void AJumpMustBeBorneOut(long jumpMs)
        {
            TimeKeeper time = new TimeKeeper(1, 0);
            time.Read(new Moment(0, Wall));
            Stamp jumped = time.Read(new Moment(1000, Wall + 1000 + jumpMs));
            Assert.AreEqual(Wall + 1000 + jumpMs, jumped.TimeMs);
            Assert.AreEqual(Wall + 1000, jumped.SteadyMs);
            Assert.AreEqual(Wall + 3600000, time.Read(new Moment(3600000, Wall + 3600000 + jumpMs)).SteadyMs);
            Assert.AreEqual(Wall + 4000000 + jumpMs, time.Read(new Moment(4000000, Wall + 4000000 + jumpMs)).SteadyMs);
        }

        /// <summary>A jump that the next synchronisation puts right has never been; and a clock that shows 1970 again changes nothing either.</summary>
        [TestMethod]
        public void AJumpThatIsPutRightHasNeverBeen()
        {
            TimeKeeper time = new TimeKeeper(1, 0);
            time.Read(new Moment(0, Wall));
            time.Read(new Moment(1000, Wall + 1000 + 3600000));
            Assert.AreEqual(Wall + 1820000 + 40, time.Read(new Moment(1820000, Wall + 1820000 + 40)).SteadyMs);
            Assert.AreEqual(Wall + 1830000 + 40, time.Read(new Moment(1830000, 1830000)).SteadyMs);
            Assert.IsFalse(time.Read(new Moment(1840000, 1840000)).Judged);
        }

        /// <summary>Small moves are synchronisations, large ones are steps, rounding is neither.</summary>
        [DataRow(2L, false, false)]
        [DataRow(40L, true, false)]
        [DataRow(-1999L, true, false)]
        [DataRow(2000L, true, true)]
        [DataRow(-31536000000L, true, true)]
        public void MovesAreTold(long movedMs, bool synchronised, bool stepped)
        {
            TimeKeeper time = new TimeKeeper(1, 0);
            time.Read(new Moment(0, Wall));
            Stamp stamp = time.Read(new Moment(7300000, Wall + 7300000 + movedMs));
            Assert.AreEqual(stepped, time.Stepped);
            Assert.AreEqual(synchronised, stamp.Clock == ClockQuality.Set);
        }
    }
}
