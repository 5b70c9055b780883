using System;

namespace DutyKiosk.HostBridge.Web;

/// <summary>Where a history is broken, in words: a notice keeps the place only in its key.</summary>
public static class HistoryPlace
{
    /// <summary>The words for the key of a <c>history-broken</c> notice.</summary>
    public static string Of(string key)
    {
        string[] parts = key.Split('/', 3);
        string place = parts.Length == 3 ? parts[2] : "";
        string[] steps = place.Split('/');
        return steps switch
        {
            ["entry", string position] => $"第 {position} 条无法读取 entry {position} cannot be read",
            ["positions", string range] => $"数据库缺第 {range} 条 entries {range} are missing from the database",
            [string epoch, string seq, "end"] => $"终端与存储在 #{seq} 不一致 terminal and store differ at #{seq} ({epoch})",
            [string epoch, string seq] => $"记录 #{seq} record #{seq} ({epoch})",
            [{ Length: > 0 } epoch] => $"终端另起日志 the terminal began a new journal ({epoch})",
            _ => "",
        };
    }
}
