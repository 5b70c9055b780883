using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Link;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Signing;

namespace DutyKiosk.Core.Update
{
    /// <summary>
    /// Fetches the firmware that the bridge offers beside the one that runs, has it started at a moment when nobody is there, and says of the one that runs whether
    /// it has proved itself. What is started, and what is given up, is decided at a start (<see cref="BootChoice"/>).
    /// </summary>
    public sealed class FirmwareUpdates
    {
        /// <summary>A start that lasts this long was a good one; a trial must also have heard the bridge.</summary>
        public const long ProofMs = 120000;

        /// <summary>A trial that has not proved itself by then is ended as soon as nobody is there.</summary>
        public const long TrialMs = 1800000;

        // As for pages of a roster: a subscription may be lost without a word.
        private const long PageAgainMs = 10000;

        // Records that the bridge does not acknowledge are safe where they are, so they hold an update up for a while only.
        private const long DrainPatienceMs = 600000;

        // What flash did not keep, and pages that were not what was signed, are not tried again at once: each try wears the flash.
        private const long AgainMs = 600000;
        private const int MostFailures = 3;

        // What `updates` in the configuration stands for: the 3 MB of file system that the images for 16 MB of flash make, as the driver does not tell its size (it answers -1).
        private const int FileSystemBlocks = 768;
        private const int BlockBytes = 4096;

        // The journal's copies and names, rosters, messages, certificates (JOURNAL.md).
        private const int OtherBlocks = 48;

        private readonly TerminalConfiguration _configuration;
        private readonly byte[] _key;
        private readonly IFlash _flash;
        private readonly ISigner _signer;
        private readonly IOutgoing _outgoing;
        private readonly string _firmware;
        private readonly string _slot;
        private readonly TwoSlots _slots;
        private BootState _state;
        private FirmwareManifest? _offer;
        private ImageDownload? _download;
        private bool _isAcknowledged;
        private bool _hasNoRoom;
        private int _failures;
        private long _askedTicks;
        private long _completeTicks;
        private long _againTicks;

        /// <summary>Updates of a terminal that runs <paramref name="firmware"/> from a slot, or from <see cref="ImageSlot.Factory"/>. The key must be 64 hex digits.</summary>
        public FirmwareUpdates(TerminalConfiguration configuration, IFlash flash, ISigner signer, IOutgoing outgoing, string firmware, string slot)
        {
            _configuration = configuration;
            _key = Hex.Parse(configuration.Key, 32)!;
            _flash = flash;
            _signer = signer;
            _outgoing = outgoing;
            _firmware = firmware;
            _slot = slot;
            _slots = new TwoSlots(flash, BootState.Name);
            _state = BootState.Load(_slots);
        }

        /// <summary>Whether the firmware that runs has still to prove itself.</summary>
        public bool IsOnTrial
        {
            get { return _slot != ImageSlot.Factory && _state.Trial == _slot; }
        }

        /// <summary>For <c>health</c>: empty, or the firmware that is tried or offered, a colon, and how far that is.</summary>
        public string Status
        {
            get
            {
                if (IsOnTrial)
                {
                    return _firmware + ":trial";
                }

                if (_offer == null || _offer.Firmware == null || _offer.Firmware == _firmware)
                {
                    return "";
                }

                return _offer.Firmware + ":" + Progress(_offer);
            }
        }

        /// <summary>The version of the newest manifest that was taken, for <c>health</c>; 0: none.</summary>
        public long OfferVersion
        {
            get { return _offer != null && _offer.Version > _state.NewestVersion ? _offer.Version : _state.NewestVersion; }
        }

        /// <summary>Takes a manifest that is signed; false when it is none, or an old one.</summary>
        internal bool Take(FirmwareManifest? manifest, long ticks)
        {
            if (manifest == null || !manifest.IsPossible() || manifest.Version < OfferVersion)
            {
                return false;
            }

            if (_offer != null && _offer.Version == manifest.Version)
            {
                // It comes again at each connect, and what was asked for is forgotten by then.
                Ask(ticks);
                return true;
            }

            // A board that takes no images keeps nothing of them either: each of its blocks has its use.
            if (_configuration.Updates && manifest.Version > _state.NewestVersion)
            {
                _state.NewestVersion = (uint)manifest.Version;
                if (!Keep(ticks))
                {
                    return true;
                }
            }

            Forsake();
            _offer = manifest;
            _failures = 0;
            _hasNoRoom = !HasRoom(manifest);
            _againTicks = 0;
            Begin(ticks);
            return true;
        }

        /// <summary>Whether a message is a page of an image. Nobody has signed it alone, so no parser sees it.</summary>
        internal static bool IsPage(string topic)
        {
            return topic.Length > Topics.BridgeFirmware.Length && topic.Substring(0, Topics.BridgeFirmware.Length) == Topics.BridgeFirmware;
        }

        /// <summary>Takes a page; false when it cannot be what was asked for. One that nobody waits for any more has no effect.</summary>
        internal bool TakePage(string topic, byte[] page, long ticks)
        {
            ImageDownload? download = _download;
            if (download == null || download.IsComplete || topic != download.NextTopic)
            {
                return true;
            }

            if (!download.CanBeNext(page))
            {
                return false;
            }

            if (!download.Add(page))
            {
                // The flash is full: what was begun is given back, as the journal may need the room.
                Forsake();
                _hasNoRoom = true;
                return true;
            }

            _outgoing.Unsubscribe(topic);
            if (!download.IsComplete)
            {
                Ask(ticks);
                return true;
            }

            _completeTicks = ticks;
            if (download.IsWhole())
            {
                return true;
            }

            Forsake();
            _failures++;
            _againTicks = ticks + AgainMs;
            return false;
        }

        /// <summary>The bridge has acknowledged what this start has written: journal, signature, link and both directions of it work. A message that was kept and comes again proves none of that.</summary>
        internal void Proved()
        {
            _isAcknowledged = true;
        }

        /// <summary>
        /// Does what is due. <paramref name="isQuiet"/>: nobody is there or about to come; <paramref name="isOnline"/>: the bridge lives, and could hear a new
        /// firmware prove itself; <paramref name="isDrained"/>: it has every record.
        /// </summary>
        internal void Step(long ticks, bool isQuiet, bool isOnline, bool isDrained)
        {
            Prove(ticks, isQuiet);
            if (_download == null)
            {
                Begin(ticks);
            }
            else if (!_download.IsComplete && ticks - _askedTicks >= PageAgainMs)
            {
                Ask(ticks);
            }
            else if (_download.IsComplete && isQuiet && isOnline && (isDrained || ticks - _completeTicks >= DrainPatienceMs) && ticks >= _againTicks)
            {
                _state.Try(_download.Slot, _download.Image());
                if (Keep(ticks))
                {
                    _againTicks = ticks + AgainMs;
                    _outgoing.Restart("update " + _offer!.Firmware);
                }
            }
        }

        // The newest state on flash says what a start that follows does; the one in memory is never ahead of it.
        private bool Keep(long ticks)
        {
            if (_state.Save(_slots))
            {
                return true;
            }

            _state = BootState.Load(_slots);
            _againTicks = ticks + AgainMs;
            return false;
        }

        private void Prove(long ticks, bool isQuiet)
        {
            if (_slot == ImageSlot.Factory || ticks < ProofMs || ticks < _againTicks)
            {
                return;
            }

            if (!IsOnTrial)
            {
                if (_state.InForce == _slot && _state.ShortStarts > 0)
                {
                    _state.Lasted();
                    Keep(ticks);
                }
            }
            else if (_state.ImageOf(_slot)!.Firmware != _firmware)
            {
                // Under a name that is not the offer's it would be fetched again and again.
                _state.GiveUp(_slot);
                if (Keep(ticks))
                {
                    _outgoing.Restart("misnamed " + _firmware);
                }
            }
            else if (_isAcknowledged)
            {
                _state.Confirm();
                Keep(ticks);
            }
            else if (ticks >= TrialMs && isQuiet)
            {
                _outgoing.Restart("unproven " + _firmware);
            }
        }

        private void Begin(long ticks)
        {
            if (_offer == null || _offer.Firmware == null || _offer.Firmware == _firmware || _offer.Version == _state.GivenUpVersion
                || _hasNoRoom || _failures >= MostFailures || IsOnTrial || ticks < _againTicks)
            {
                return;
            }

            // What the slot held is forgotten before its file is written over.
            string slot = ImageSlot.Other(_slot);
            _state.Empty(slot);
            if (Keep(ticks))
            {
                _download = new ImageDownload(_offer, slot, _flash, _key, _signer);
                Ask(ticks);
            }
        }

        private void Ask(long ticks)
        {
            if (_download != null && !_download.IsComplete)
            {
                _askedTicks = ticks;
                _outgoing.Subscribe(_download.NextTopic);
            }
        }

        private void Forsake()
        {
            if (_download == null)
            {
                return;
            }

            if (!_download.IsComplete)
            {
                _outgoing.Unsubscribe(_download.NextTopic);
            }

            _flash.Delete(ImageSlot.FileOf(_download.Slot));
            _download = null;
        }

        // Room for both images, whichever is in force, beside all that the journal may ever take.
        private bool HasRoom(FirmwareManifest manifest)
        {
            int blocks = ((int)manifest.Size + BlockBytes - 1) / BlockBytes;
            return _configuration.Updates && _configuration.JournalSegments + OtherBlocks + (2 * blocks) <= FileSystemBlocks;
        }

        private string Progress(FirmwareManifest offer)
        {
            if (offer.Version == _state.GivenUpVersion)
            {
                return "given-up";
            }

            if (_hasNoRoom)
            {
                return "no-room";
            }

            if (_failures >= MostFailures)
            {
                return "broken";
            }

            return _download == null ? "waiting" : _download.IsComplete ? "ready" : _download.Done.ToString() + "/" + offer.Pages.ToString();
        }
    }
}
