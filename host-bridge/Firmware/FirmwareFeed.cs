using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Firmware;

/// <summary>
/// Keeps at the broker which firmware each terminal is to run, and its pages once for all of them. Each is published when it has changed, and once after a start, as the broker forgets what it kept.
/// </summary>
public sealed class FirmwareFeed(FirmwareStore store, TerminalRegister terminals, TerminalFeed versions, IMessageOut messages)
{
    private const string Kind = "offer";

    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _kept = new(StringComparer.Ordinal);

    /// <summary>Nobody knows what the broker still keeps: everything is told anew.</summary>
    public void Forget()
    {
        _told.Clear();
        _kept.Clear();
    }

    /// <summary>Tells the terminals what they do not know yet. False: some are still to be told at the next look.</summary>
    /// <exception cref="InvalidOperationException">An image is not what was offered; the others are told by then.</exception>
    public bool Tell(DutyRoom room)
    {
        if (room.FirmwareOffers.Count == 0)
        {
            return true;
        }

        string missing = "";
        foreach (TerminalEntry terminal in terminals.Terminals)
        {
            if (!room.FirmwareOffers.TryGetValue(terminal.Id, out PlacedOffer placed))
            {
                continue;
            }

            // It grows when the terminal was enrolled anew, or says that it knows a higher one.
            long version = versions.VersionOf(terminal.Id, placed.Position);
            if (_told.GetValueOrDefault(terminal.Id) == version)
            {
                continue;
            }

            if (!messages.HasRoom)
            {
                return false;
            }

            byte[]? image = placed.Offer.IsOffered ? Kept(placed.Offer) : [];
            _told[terminal.Id] = version;
            if (image == null)
            {
                missing = placed.Offer.Firmware;
                continue;
            }

            versions.Told(terminal.Id, Kind, version);
            Publish(FirmwareImage.Manifest(terminal, version, placed.Offer, image));
        }

        Clear(room);
        return missing.Length == 0 ? true : throw new InvalidOperationException($"The image of firmware {missing} is not there, or is not what was offered: offer it again with its files, under another name.");
    }

    private byte[]? Kept(FirmwareOffer offer)
    {
        if (_kept.TryGetValue(offer.Firmware, out byte[]? kept))
        {
            return kept;
        }

        byte[]? image = store.Find(offer.Firmware);
        if (image == null || !string.Equals(FirmwareStore.HashOf(image), offer.Hash, StringComparison.Ordinal))
        {
            return null;
        }

        // Before the first manifest that names them.
        foreach (TerminalMessage page in FirmwareImage.PagesOf(offer.Firmware, image))
        {
            Publish(page);
        }

        _kept.Add(offer.Firmware, image);
        return image;
    }

    // What is offered to nobody is taken from the broker.
    private void Clear(DutyRoom room)
    {
        HashSet<string> offered = [.. terminals.Terminals.Where(terminal => room.FirmwareOffers.ContainsKey(terminal.Id)).Select(terminal => room.FirmwareOffers[terminal.Id].Offer.Firmware)];
        foreach (string firmware in _kept.Keys.Where(firmware => !offered.Contains(firmware)).ToArray())
        {
            foreach (TerminalMessage page in FirmwareImage.PagesOf(firmware, _kept[firmware]))
            {
                messages.Publish(page.Topic, [], true);
            }

            _kept.Remove(firmware);
        }
    }

    private void Publish(TerminalMessage message) => messages.Publish(message.Topic, message.Payload, true);
}
