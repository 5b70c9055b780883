using System;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>A step does not hold; the message says what was expected and what was there.</summary>
public sealed class StepFailedException(string message) : Exception(message);
