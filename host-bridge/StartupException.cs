using System;

namespace DutyKiosk.HostBridge;

/// <summary>The bridge cannot start; the message is the one sentence that the person at the console needs.</summary>
public sealed class StartupException(string message) : Exception(message);
