using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Rules;
using NodaTime;

namespace DutyKiosk.HostBridge.Duty;

public sealed record AwayVerdict(int OverMin, bool Forbidden);

public static class AwayRule
{
    public static IEnumerable<(Absence Absence, AwayVerdict Verdict)> Judge(PolicyParameters policy, DateTimeZone zone, IReadOnlyList<Absence> absences, DateTimeOffset now)
    {
        int limit = policy.Number("awayLimitMin");
        foreach (Absence absence in absences)
        {
            TimeSpan away = (absence.To ?? now) - absence.From;
            int over = limit > 0 && away.TotalMinutes > limit && absence.Reason.Length == 0 ? (int)Math.Ceiling(away.TotalMinutes - limit) : 0;
            yield return (absence, new AwayVerdict(over, false));
        }
    }
}
