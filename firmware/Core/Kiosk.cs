using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Duty;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Link;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Outbox;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Roster;
using DutyKiosk.Core.Signals;
using DutyKiosk.Core.Signing;
using DutyKiosk.Core.Taps;
using DutyKiosk.Core.Update;

namespace DutyKiosk.Core
{
    /// <summary>
    /// The terminal without its hardware: one thread owns it and hands in badges, messages and time. It decides, writes to the journal,
    /// only then tells the person, and lets the outbox send.
    /// </summary>
    public sealed class Kiosk
    {
        // The most bytes that one decision takes in the journal: a dozen records of at most 60 bytes, and the head of a new segment.
        private const int DecisionBytes = 1024;

        // Whoever has just tapped may tap again, or the next one comes: until then nothing may stop the terminal.
        private const long QuietAfterTapMs = 30000;

        // The device's tick counter has 32 bits at 100 Hz and begins anew after 497 days; nothing would be due for a long time then.
        private const long LongestUptimeMs = 300L * 24 * 3600 * 1000;

        // A UID of four bytes that begins with this is drawn anew each time (ISO/IEC 14443-3), as phones do.
        private const byte RandomUid = 0x08;

        // All random UIDs count as one badge, so that a phone that is held to the reader is refused once.
        private static readonly byte[] AnyRandomBadge = new byte[8];

        // The wall clock may be set at any moment and tells nobody, so it is looked at once a second.
        private const long ClockLookMs = 1000;

        private readonly TerminalConfiguration _configuration;
        private readonly ISigner _signer;
        private readonly ISignals _signals;
        private readonly IOutgoing _outgoing;
        private readonly string _firmware;
        private readonly uint _epochIfNew;
        private readonly byte[] _key;
        private readonly byte[] _siteKey;
        private readonly FlashJournal _journal;
        private readonly RecordOutbox _outbox;
        private readonly Inbox _inbox;
        private readonly DutyState _state = new DutyState();
        private readonly Door _door = new Door();
        private readonly RecentBadges _recent = new RecentBadges();
        private readonly DutyView _view;
        private TimeKeeper _time = new TimeKeeper(1, 0);
        private JournalWatch? _watch;
        private int _refusedTaps;
        private bool _readerFails;
        private bool _drains;
        private long _quietUntilTicks;

        /// <summary>A kiosk that is not started yet. The keys of the configuration must be 64 hex digits each.</summary>
        public Kiosk(
            TerminalConfiguration configuration, IFlash flash, ISigner signer, ISignals signals, IOutgoing outgoing, string firmware, uint epochIfNew)
        {
            _configuration = configuration;
            _signer = signer;
            _signals = signals;
            _outgoing = outgoing;
            _firmware = firmware;
            _epochIfNew = epochIfNew;
            _key = Hex.Parse(configuration.Key, 32)!;
            _siteKey = Hex.Parse(configuration.SiteKey, 32)!;
            _journal = new FlashJournal(flash, configuration.JournalSegments, configuration.Terminal, _key, signer);
            _outbox = new RecordOutbox(_journal, outgoing, Topics.Of(configuration.Terminal, "event"));
            _view = new DutyView(_state, _door, configuration.Handover);
            _inbox = new Inbox(configuration.Terminal, _key, signer, flash, outgoing, this);
        }

        /// <summary>Counts the starts of the terminal, from 1.</summary>
        public uint Boot { get; private set; }

        /// <summary>The number of the newest record once this start was written down.</summary>
        internal uint StartedSeq { get; private set; }

        /// <summary>Who holds, who is in, how far the alarm has gone.</summary>
        public DutyState State
        {
            get { return _state; }
        }

        /// <summary>Takes the firmware that the bridge offers; null: it is never asked for.</summary>
        public FirmwareUpdates? Updates
        {
            get { return _inbox.Updates; }
            set { _inbox.Updates = value; }
        }

        internal DutyView View
        {
            get { return _view; }
        }

        internal RecordOutbox Outbox
        {
            get { return _outbox; }
        }

        internal FlashJournal Journal
        {
            get { return _journal; }
        }

        /// <summary>
        /// Recovers journal, duty state, roster and messages, and writes <c>terminal.started</c>. <paramref name="cause"/> is <c>power</c>,
        /// <c>restart</c> or <c>fault</c>; <paramref name="detail"/> its reason, or empty.
        /// </summary>
        public void Start(Moment now, string cause, string detail)
        {
            _inbox.Recover();
            _state.Roster = _view.Roster;
            _journal.Open(_epochIfNew, _state);
            Boot = _journal.Boot + 1;
            _time = new TimeKeeper(Boot, _journal.NewestKnownMs);
            _state.FollowRoster();
            _view.OfflineSinceTicks = now.Ticks;
            _view.Now = _time.Read(now);
            if (_view.Presence != null)
            {
                ApplyPresence(_view.Presence);
            }

            Decision started = new Decision(_view.Now);
            started.Write(RecordType.Started).AddWord(Member.Cause, Words.Find(cause)).Add(Member.Detail, detail).Add(Member.Firmware, _firmware);
            if (_state.PairStaff.Length > 0)
            {
                // Who waited for the second badge when the terminal went down must tap again, and is told so.
                HandoverDecisions.BreakOff(started, _state);
            }

            Carry(started);
            StartedSeq = _journal.NewestSeq;
            _watch = new JournalWatch(_journal, now.Ticks);
            DutyTimers.HoldLadder(_view);
            _state.CarrySilenceOver(_view.Now, _view.Policy.SilenceMin * 60000);
            if (DutyTimers.IsAlarmed(_view) && !_state.IsSilenced(_view.Now))
            {
                _signals.Show(DutyTimers.SignalOf(_state.LadderStep));
            }

            ShowStanding();
        }

        /// <summary>One badge, by its UID of 4, 7 or 10 bytes.</summary>
        public void Tap(byte[] uid, Moment now)
        {
            Read(now);

            // A badge may be read before the next step: it must not be the second one of a pair whose time is over.
            Decision? over = DutyTimers.PairOver(_view);
            if (over != null && !Carry(over))
            {
                _refusedTaps++;
                _signals.Show(Signal.Fault);
                ShowStanding();
                return;
            }

            byte[] hash = _signer.Hmac(_siteKey, uid, uid.Length);
            byte[] badge = new byte[8];
            System.Array.Copy(hash, 0, badge, 0, 8);

            Person? person = _view.Roster == null ? null : _view.Roster.Find(badge);
            bool random = person == null && uid.Length == 4 && uid[0] == RandomUid;
            bool seen = _recent.Seen(random ? AnyRandomBadge : badge, now.Ticks);
            bool strange = _view.Roster != null && (person == null || person.Blocked) && !seen && _view.HasRoom;
            Decision decision = TapDecisions.Decide(_view, random ? null : badge, seen, person, strange ? _recent.CountStrange(now.Ticks) : 0);
            bool refused = !_view.HasRoom && !seen;
            if (!Carry(decision) || refused)
            {
                _refusedTaps++;
                _signals.Show(Signal.Fault);
            }

            long pairMs = _door.Pair == null ? 0 : _view.Policy.PairingTimeS * 1000;
            _quietUntilTicks = now.Ticks + (pairMs > QuietAfterTapMs ? pairMs : QuietAfterTapMs);
            _outgoing.KeepQuiet(_quietUntilTicks);
            ShowStanding();
        }

        /// <summary>Cards are in the field that cannot be told apart: none of them is a tap, and whoever holds them there is told.</summary>
        public void CardsUnreadable(Moment now)
        {
            Read(now);
            _signals.Show(Signal.Refused);
        }

        /// <summary>
        /// The terminal is to be reflashed: from now on, until this is said again, it shows whether the bridge has everything. Taps are taken as ever; each of
        /// them makes it unsafe again until it is acknowledged.
        /// </summary>
        public void Drain(Moment now)
        {
            Read(now);
            _drains = !_drains;
            ShowStanding();
        }

        /// <summary>The reader has stopped answering.</summary>
        public void ReaderFailed(string detail, Moment now)
        {
            Read(now);
            _readerFails = true;
            Decision decision = new Decision(_view.Now);
            decision.Write(RecordType.ReaderFault).Add(Member.Detail, detail);
            decision.Tell(Signal.Fault);
            Carry(decision);
            ShowStanding();
        }

        /// <summary>The reader answers again, after so many seconds.</summary>
        public void ReaderRecovered(int seconds, Moment now)
        {
            Read(now);
            Decision decision = new Decision(_view.Now);
            decision.Write(RecordType.ReaderRecovered).Add(Member.Seconds, seconds);
            _readerFails = false;
            Carry(decision);
            ShowStanding();
        }

        /// <summary>There is a connection to the broker.</summary>
        public void LinkUp(Moment now)
        {
            Read(now);
            _inbox.LinkUp();
            _outbox.LinkUp(now.Ticks);
            ShowStanding();
        }

        /// <summary>A message came and found no room: what the broker keeps is asked for again.</summary>
        public void MessageMissed()
        {
            _inbox.Missed();
        }

        /// <summary>The connection to the broker is gone.</summary>
        public void LinkDown(Moment now)
        {
            Read(now);
            _outbox.LinkDown();
            SetOnline(false);
            ShowStanding();
        }

        /// <summary>The PUBACK of a record has come.</summary>
        public void RecordArrived(uint seq, Moment now)
        {
            Read(now);
            _outbox.Arrived(seq);
        }

        /// <summary>Takes any message from the broker; what is not from the bridge has no effect but to be counted.</summary>
        public void Receive(string topic, byte[] payload, Moment now)
        {
            Read(now);
            _inbox.Receive(topic, payload);
            ShowStanding();
        }

        /// <summary>Does what is due; returns the tick at which something may be due next.</summary>
        public long Step(Moment now)
        {
            Read(now);
            _state.Lapse(_view.Now.Judged ? _view.Now.Seconds : 0, _view.Policy.LapseMin * 60, _view.NoShiftFollows());
            bool kept = CarryDue();
            Decision? journal = _watch!.Decide(_view.Now, _door.Pair != null);
            if (journal != null && Carry(journal))
            {
                _watch.Carried();
            }

            bool counted = WriteStrangeCount();
            _inbox.Step(now.Ticks);
            bool isQuiet = now.Ticks >= _quietUntilTicks && _door.Pair == null && !(_view.Now.Judged && _view.IsWindowOpen());
            if (now.Ticks >= LongestUptimeMs && isQuiet)
            {
                _outgoing.Restart("uptime");
            }

            if (Updates != null)
            {
                Updates.Step(now.Ticks, isQuiet, _view.OfflineSinceTicks < 0, _outbox.Depth == 0);
            }

            ShowStanding();
            long next = _outbox.Step(now.Ticks);

            // What could not be kept is due at once and for ever; trying again each second is enough.
            next = kept ? Earlier(next, DutyTimers.NextTicks(_view)) : next;
            next = counted ? Earlier(next, _recent.DueTicks) : next;
            next = Earlier(next, now.Ticks + ClockLookMs);
            return next > now.Ticks ? next : now.Ticks + 1;
        }

        /// <summary>The JSON of <c>health</c>.</summary>
        public byte[] Health(HealthReadings readings, Moment now)
        {
            Read(now);
            ByteBuffer json = HealthJson.Render(this, readings, _refusedTaps, _inbox, _firmware);
            SignedMessage.Sign(Topics.Of(_configuration.Terminal, "health"), json, _key, _signer);
            return json.ToArray();
        }

        /// <summary>The bridge lives behind the broker, or it does not.</summary>
        internal void SetOnline(bool online)
        {
            if (online)
            {
                _view.OfflineSinceTicks = -1;
                _view.WasOnline = true;
            }
            else if (_view.OfflineSinceTicks < 0)
            {
                _view.OfflineSinceTicks = _view.Now.Ticks;
            }
        }

        /// <summary>A new roster is on flash and in force from now on; null: it cannot be read again, and there is none.</summary>
        internal void ApplyRoster(RosterTable? roster)
        {
            _view.Roster = roster;
            _state.Roster = roster;
            if (roster == null)
            {
                return;
            }

            _state.FollowRoster();
            Decision applied = new Decision(_view.Now);
            applied.Write(RecordType.RosterApplied).Add(Member.Roster, roster.Version).Add(Member.StaffCount, roster.StaffCount)
                .Add(Member.ShiftCount, roster.Shifts.Length);
            Carry(applied);
        }

        /// <summary>A new policy is on flash and in force from now on.</summary>
        internal void ApplyPolicy(Policy.DutyPolicy policy)
        {
            _view.Policy = policy;
            Decision applied = new Decision(_view.Now);
            applied.Write(RecordType.PolicyApplied).Add(Member.Policy, policy.Version);
            Carry(applied);
        }

        /// <summary>The bridge knows who else is in, unless this terminal has written about it since.</summary>
        internal void ApplyPresence(PresenceMessage presence)
        {
            _view.Presence = presence;
            if (presence.Epoch == _journal.Epoch && presence.Seq >= _state.NewestDutySeq)
            {
                _state.TakePresence(presence, !_configuration.Handover, _view.Now);
            }
        }

        /// <summary>A supervisor allows an unscheduled handover from afar.</summary>
        internal void Release(string staff)
        {
            if (_configuration.Handover)
            {
                Decision decision = new Decision(_view.Now);
                HandoverDecisions.OpenRelease(decision, _view, staff);
                Carry(decision);
            }
        }

        /// <summary>The alarm is silenced from afar.</summary>
        internal void Silence()
        {
            if (_state.LadderStep > 0)
            {
                Decision decision = new Decision(_view.Now);
                decision.Write(RecordType.HandoverSilenced).Add(Member.Seconds, _view.Policy.SilenceMin * 60);
                Carry(decision);
            }
        }

        /// <summary>Makes itself seen and heard, so that somebody finds it.</summary>
        internal void Locate()
        {
            _signals.Show(Signal.CheckDue);
        }

        private bool CarryDue()
        {
            Decision? due = DutyTimers.Decide(_view);
            while (due != null)
            {
                if (due.HasSignal && due.Signal == Signal.Notice)
                {
                    _door.NoticedShift = _state.HolderShift;
                }

                if (!Carry(due))
                {
                    return false;
                }

                due = DutyTimers.Decide(_view);
            }

            return true;
        }

        // Writes first and tells afterwards. False when the records could not be kept: then nothing has happened.
        private bool Carry(Decision decision)
        {
            if (!_journal.HasRoom(DecisionBytes, decision.MustNotBeRefused))
            {
                // In the last of the room a pair begins and ends without records of its own: the confirmed handover holds both taps.
                if (!decision.IsOfPair || !_journal.HasRoom(DecisionBytes, true))
                {
                    return false;
                }

                decision.LeaveOutRecords();
            }

            if (decision.Count > 0)
            {
                if (!_journal.Append(decision.Records, decision.Count, Boot, _state))
                {
                    return false;
                }

                for (int i = 0; i < decision.Count; i++)
                {
                    _state.Apply(decision.Records[i]);
                }

                DutyTimers.HoldLadder(_view);
            }

            decision.ApplyTo(_door);
            if (decision.HasSignal)
            {
                _signals.Show(decision.Signal);
            }

            return true;
        }

        private void Read(Moment now)
        {
            bool wasEstimate = !_view.Now.Judged;
            _view.Now = _time.Read(now);
            _view.HasRoom = _journal.HasRoom(DecisionBytes, true);
            if (!_time.Stepped)
            {
                return;
            }

            if (wasEstimate)
            {
                // What was counted from a mere estimate of the time is counted anew now that the time is known; later jumps change nothing.
                _door.LadderShift = "";
                DutyTimers.HoldLadder(_view);
            }

            long was = _time.StepWasMs;
            Decision set = new Decision(_view.Now);
            Record record = set.Write(RecordType.ClockSet);
            if (was != 0)
            {
                record.Add(Member.Was, was).Add(Member.StepSeconds, WholeSeconds(_view.Now.TimeMs - was));
            }

            Carry(set);
        }

        // False: it could not be kept, and comes again.
        private bool WriteStrangeCount()
        {
            int count = _recent.TakeUncounted(_view.Now.Ticks);
            if (count > 0)
            {
                Decision decision = new Decision(_view.Now);
                decision.Write(RecordType.TapRefused).AddWord(Member.Reason, Words.UnknownBadge).Add(Member.Count, count);
                if (!Carry(decision))
                {
                    _recent.Recount(count);
                    return false;
                }
            }

            return true;
        }

        private void ShowStanding()
        {
            Signal standing = Signal.Ready;
            if (_readerFails || !_journal.HasRoom(DecisionBytes, false))
            {
                standing = Signal.Fault;
            }
            else if (_drains)
            {
                standing = _outbox.Depth == 0 ? Signal.Drained : Signal.Draining;
            }
            else if (_door.Pair != null)
            {
                standing = Signal.WaitingForSecond;
            }
            else if (DutyTimers.IsAlarmed(_view))
            {
                standing = DutyTimers.SignalOf(_state.LadderStep);
            }
            else if (_state.CheckId.Length > 0)
            {
                standing = Signal.CheckDue;
            }
            else if (!_view.Now.Judged)
            {
                standing = Signal.ClockUnset;
            }
            else if (_view.OfflineSinceTicks >= 0)
            {
                standing = Signal.Offline;
            }
            else if (_view.Roster == null)
            {
                standing = Signal.NoRoster;
            }

            _signals.Stand(standing);
        }

        private static long WholeSeconds(long ms)
        {
            return (ms < 0 ? ms - 500 : ms + 500) / 1000;
        }

        private static long Earlier(long a, long b)
        {
            return a < b ? a : b;
        }
    }
}
