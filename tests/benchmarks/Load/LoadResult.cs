using System.Collections.Generic;

namespace DutyKiosk.Benchmarks.Load;

/// <summary>What came of a load.</summary>
/// <param name="Answered">How many publishes were answered by a PUBACK.</param>
/// <param name="Seconds">From the first publish to the last answer.</param>
/// <param name="P50Ms">The time from publish to PUBACK that half of them did not exceed.</param>
/// <param name="P99Ms">The same of ninety-nine of a hundred.</param>
/// <param name="LongestMs">The longest.</param>
/// <param name="AnsweredOf">How many of each terminal's were answered since it was connected: its first so many, as answers come in order.</param>
/// <param name="Faults">What connections ended with.</param>
internal sealed record LoadResult(int Answered, double Seconds, double P50Ms, double P99Ms, double LongestMs, IReadOnlyList<int> AnsweredOf, IReadOnlyList<string> Faults);
