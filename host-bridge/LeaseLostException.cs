using System;

namespace DutyKiosk.HostBridge;

/// <summary>Another bridge has taken the database that this one had for itself: this one must end.</summary>
public sealed class LeaseLostException() : Exception("another bridge has taken its database");
