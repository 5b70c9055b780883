using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Link;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Policy;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Roster;
using DutyKiosk.Core.Signing;
using DutyKiosk.Core.Update;

namespace DutyKiosk.Core
{
    /// <summary>
    /// Messages of the bridge: verified, parsed, checked for age, kept on flash, then put in force. What anybody else sends has no effect.
    /// </summary>
    internal sealed class Inbox
    {
        private const int MostStateBytes = 256;

        // A page that was asked for and has not come by then is asked for again: a subscription may be lost without a word. What found no room is asked for no more often,
        // as a flood has taken its room and may go on.
        private const long AskAgainMs = 10000;

        private readonly string _terminal;
        private readonly byte[] _key;
        private readonly ISigner _signer;
        private readonly IOutgoing _outgoing;
        private readonly Kiosk _kiosk;
        private readonly string _prefix;
        private readonly TwoSlots _rosterSlots;
        private readonly TwoSlots _policySlots;
        private readonly TwoSlots _gateSlots;
        private readonly TwoSlots _presenceSlots;
        private readonly TwoSlots _commandSlots;
        private readonly RosterTable _roster = new RosterTable();
        private RosterBuilder? _builder;
        private long _askedTicks;
        private long _subscribedTicks;
        private bool _missed;

        internal Inbox(string terminal, byte[] key, ISigner signer, IFlash flash, IOutgoing outgoing, Kiosk kiosk)
        {
            _terminal = terminal;
            _key = key;
            _signer = signer;
            _outgoing = outgoing;
            _kiosk = kiosk;
            _prefix = Topics.Of(terminal, "");
            _rosterSlots = new TwoSlots(flash, "roster");
            _policySlots = new TwoSlots(flash, "policy");
            _gateSlots = new TwoSlots(flash, "gate");
            _presenceSlots = new TwoSlots(flash, "presence");
            _commandSlots = new TwoSlots(flash, "command");
        }

        /// <summary>Takes the bridge's firmware; null: nobody here would.</summary>
        internal FirmwareUpdates? Updates { get; set; }

        /// <summary>How many messages had no effect because they were unsigned, unreadable, impossible or old.</summary>
        internal int BadMessages { get; private set; }

        /// <summary>The number of the newest command that was taken.</summary>
        internal long CommandVersion { get; private set; }

        /// <summary>The version of the newest gate; 0: none.</summary>
        internal long GateVersion { get; private set; }

        /// <summary>The version of the newest presence; 0: none.</summary>
        internal long PresenceVersion { get; private set; }

        /// <summary>Puts in force what flash holds from before the start.</summary>
        internal void Recover()
        {
            _kiosk.View.Roster = _roster.Load(_rosterSlots) ? _roster : null;

            byte[]? policy = _policySlots.Read();
            DutyPolicy? parameters = policy == null ? null : (DutyPolicy?)Inbound.Parse(policy, typeof(DutyPolicy));
            if (parameters != null && parameters.IsPossible())
            {
                _kiosk.View.Policy = parameters;
            }

            byte[]? gate = _gateSlots.Read();
            _kiosk.View.Gate = gate == null ? null : (GateMessage?)Inbound.Parse(gate, typeof(GateMessage));
            GateVersion = _kiosk.View.Gate == null ? 0 : _kiosk.View.Gate.Version;

            byte[]? presence = _presenceSlots.Read();
            _kiosk.View.Presence = presence == null ? null : (PresenceMessage?)Inbound.Parse(presence, typeof(PresenceMessage));
            PresenceVersion = _kiosk.View.Presence == null ? 0 : _kiosk.View.Presence.Version;

            byte[]? command = _commandSlots.Read();
            CommandVersion = command == null || command.Length != 4 ? 0 : new ByteReader(command, 0, 4).UInt32();
        }

        /// <summary>There is a connection: asks for everything that the bridge sends; retained messages come at once.</summary>
        internal void LinkUp()
        {
            _builder = null;
            Subscribe();
        }

        /// <summary>A message came and found no room: the next step asks for everything again.</summary>
        internal void Missed()
        {
            _missed = true;
        }

        /// <summary>Asks again for what has not come.</summary>
        internal void Step(long ticks)
        {
            if (_missed && ticks - _subscribedTicks >= AskAgainMs)
            {
                Subscribe();
            }

            if (_builder != null && ticks - _askedTicks >= AskAgainMs)
            {
                AskForPage(_builder);
            }
        }

        /// <summary>Takes one message.</summary>
        internal void Receive(string topic, byte[] payload)
        {
            if (topic == Topics.BridgeState)
            {
                TakeBridgeState(payload);
                return;
            }

            if (Updates != null && FirmwareUpdates.IsPage(topic))
            {
                if (!Updates.TakePage(topic, payload, _kiosk.View.Now.Ticks))
                {
                    BadMessages++;
                }

                return;
            }

            byte[]? mac = SignedMessage.Verify(topic, payload, _key, _signer);
            if (mac == null || topic.Length <= _prefix.Length || topic.Substring(0, _prefix.Length) != _prefix)
            {
                BadMessages++;
                return;
            }

            if (!Take(topic.Substring(_prefix.Length), payload, mac))
            {
                BadMessages++;
            }
        }

        private bool Take(string name, byte[] payload, byte[] mac)
        {
            switch (name)
            {
                case "ack":
                    return TakeAck((AckMessage?)Inbound.Parse(payload, typeof(AckMessage)));
                case "policy":
                    return TakePolicy((DutyPolicy?)Inbound.Parse(payload, typeof(DutyPolicy)), payload);
                case "roster":
                    return TakeManifest((RosterManifest?)Inbound.Parse(payload, typeof(RosterManifest)));
                case "gate":
                    return TakeGate((GateMessage?)Inbound.Parse(payload, typeof(GateMessage)), payload);
                case "presence":
                    return TakePresence((PresenceMessage?)Inbound.Parse(payload, typeof(PresenceMessage)), payload);
                case "command":
                    return TakeCommand((CommandMessage?)Inbound.Parse(payload, typeof(CommandMessage)));
                case "firmware":
                    return Updates != null && Updates.Take((FirmwareManifest?)Inbound.Parse(payload, typeof(FirmwareManifest)), _kiosk.View.Now.Ticks);
                default:
                    return name.Length > 7 && name.Substring(0, 7) == "roster/"
                        && TakePage((RosterPage?)Inbound.Parse(payload, typeof(RosterPage)), mac);
            }
        }

        private void TakeBridgeState(byte[] payload)
        {
            // Nobody has signed it, so no parser sees it.
            string? text = payload.Length > MostStateBytes ? null : SignedMessage.Text(payload);
            bool online = text != null && text.IndexOf("\"state\":\"online\"") >= 0;
            if (!online && (text == null || text.IndexOf("\"state\":\"lost\"") < 0))
            {
                BadMessages++;
                return;
            }

            _kiosk.SetOnline(online);
        }

        private bool TakeAck(AckMessage? ack)
        {
            if (ack == null || ack.Epoch != _kiosk.Journal.Epoch || ack.Seq < 0 || ack.Seq > _kiosk.Journal.NewestSeq)
            {
                return false;
            }

            _kiosk.Outbox.Acknowledged((uint)ack.Seq, _kiosk.View.Now.Ticks);
            if (Updates != null && ack.Seq >= _kiosk.StartedSeq)
            {
                Updates.Proved();
            }

            return true;
        }

        private bool TakePolicy(DutyPolicy? policy, byte[] payload)
        {
            if (policy == null || policy.Version < _kiosk.View.Policy.Version || !policy.IsPossible())
            {
                return false;
            }

            if (policy.Version > _kiosk.View.Policy.Version && _policySlots.Write(payload, payload.Length))
            {
                _kiosk.ApplyPolicy(policy);
            }

            return true;
        }

        private bool TakeManifest(RosterManifest? manifest)
        {
            if (manifest == null || manifest.Version < _kiosk.View.RosterVersion)
            {
                return false;
            }

            if (manifest.Version == _kiosk.View.RosterVersion || (_builder != null && _builder.Version == manifest.Version))
            {
                return true;
            }

            _builder = RosterBuilder.Begin(manifest, _rosterSlots);
            if (_builder == null)
            {
                return false;
            }

            AskForPage(_builder);
            return true;
        }

        private bool TakePage(RosterPage? page, byte[] mac)
        {
            if (page == null)
            {
                return false;
            }

            if (_builder == null || page.Page != _builder.NextPage || page.Version != _builder.Version)
            {
                // A page of another version says that a newer roster is on its way; its manifest follows.
                return true;
            }

            // A broker bears with a few hundred filters of a client, and ten thousand people take more pages than that.
            _outgoing.Unsubscribe(PageTopic(page.Page));
            if (!_builder.Add(page, mac))
            {
                _builder = null;
                return false;
            }

            if (!_builder.Complete)
            {
                AskForPage(_builder);
                return true;
            }

            bool whole = _builder.Finish(_key, _signer);
            _builder = null;
            if (!whole)
            {
                return false;
            }

            // From here on the old roster is no more: its arrays take the new one.
            _kiosk.ApplyRoster(_roster.Load(_rosterSlots) ? _roster : null);
            return true;
        }

        private bool TakeGate(GateMessage? gate, byte[] payload)
        {
            if (gate == null || gate.Version < GateVersion)
            {
                return false;
            }

            if (gate.Version > GateVersion && _gateSlots.Write(payload, payload.Length))
            {
                GateVersion = gate.Version;
                _kiosk.View.Gate = gate;
            }

            return true;
        }

        private bool TakePresence(PresenceMessage? presence, byte[] payload)
        {
            if (presence == null || presence.Version < PresenceVersion)
            {
                return false;
            }

            if (presence.Version > PresenceVersion && _presenceSlots.Write(payload, payload.Length))
            {
                PresenceVersion = presence.Version;
                _kiosk.ApplyPresence(presence);
            }

            return true;
        }

        private bool TakeCommand(CommandMessage? command)
        {
            if (command == null || command.Version < 1 || command.Version > uint.MaxValue || command.Version < CommandVersion)
            {
                return false;
            }

            if (command.Version == CommandVersion)
            {
                return true;
            }

            // The number goes to flash before the command is carried out, so that a restart in the middle does not carry it out twice.
            ByteBuffer number = new ByteBuffer(4);
            number.UInt32((uint)command.Version);
            if (!_commandSlots.Write(number.Bytes, 4))
            {
                return false;
            }

            CommandVersion = command.Version;
            switch (command.Command)
            {
                case "replay":
                    if (command.Epoch == _kiosk.Journal.Epoch && command.Seq > 0 && command.Seq <= _kiosk.Journal.NewestSeq)
                    {
                        _kiosk.Outbox.Replay((uint)command.Seq, _kiosk.View.Now.Ticks);
                    }

                    return true;
                case "release":
                    if (PersonId.IsValid(command.Staff))
                    {
                        _kiosk.Release(command.Staff!);
                    }

                    return true;
                case "silence":
                    _kiosk.Silence();
                    return true;
                case "locate":
                    _kiosk.Locate();
                    return true;
                case "restart":
                    _outgoing.Restart("command");
                    return true;
                default:
                    return false;
            }
        }

        private void Subscribe()
        {
            _missed = false;
            _subscribedTicks = _kiosk.View.Now.Ticks;
            _outgoing.Subscribe(Topics.BridgeState);
            _outgoing.Subscribe(_prefix + "ack");
            _outgoing.Subscribe(_prefix + "policy");
            _outgoing.Subscribe(_prefix + "roster");
            _outgoing.Subscribe(_prefix + "gate");
            _outgoing.Subscribe(_prefix + "presence");
            _outgoing.Subscribe(_prefix + "command");
            if (Updates != null)
            {
                _outgoing.Subscribe(_prefix + "firmware");
            }
        }

        private void AskForPage(RosterBuilder builder)
        {
            _askedTicks = _kiosk.View.Now.Ticks;
            _outgoing.Subscribe(PageTopic(builder.NextPage));
        }

        private string PageTopic(int page)
        {
            return _prefix + "roster/" + page.ToString();
        }
    }
}
