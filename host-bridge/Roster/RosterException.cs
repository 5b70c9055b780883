using System;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>A roster cannot be used; the message names the place, what is wrong and the remedy.</summary>
public sealed class RosterException(string message) : Exception(message);
