using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>One line of the notice log.</summary>
/// <param name="Position">The place of the notice in the bridge's log: by it a restart knows what was written.</param>
/// <param name="Time">When it was sent.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Post">The post; empty: none.</param>
/// <param name="Terminal">The terminal; empty: none.</param>
/// <param name="Staff">The person it is about; empty: none.</param>
/// <param name="To">Who gets it.</param>
/// <param name="Key">Tells it from every other one.</param>
public sealed record NoticeLogLine(long Position, DateTimeOffset Time, string Topic, string Post, string Terminal, string Staff, IReadOnlyList<string> To, string Key);

/// <summary>
/// Delivers notices to a file, for what reads lines: one JSON object a notice, appended after the commit. The newest line says up to which place everything
/// was written, so a restart writes nothing twice and leaves nothing out. A file that has grown full becomes the old one, of which one is kept.
/// </summary>
public sealed class NoticeLog
{
    /// <summary>The file's name in the data folder.</summary>
    public const string Name = "notices.log";

    /// <summary>The name of the one before it.</summary>
    public const string OldName = "notices.1.log";

    private const int TailBytes = 64 * 1024;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BridgeCore _core;
    private readonly string _path;
    private readonly string _oldPath;
    private readonly long _mostBytes;
    private readonly long _end;
    private long _written = -1;
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>The notice log in a folder; it is opened with the first notice.</summary>
    public NoticeLog(BridgeCore core, string folder, long mostBytes = 10_000_000)
    {
        _core = core;
        _path = Path.Combine(folder, Name);
        _oldPath = Path.Combine(folder, OldName);
        _mostBytes = mostBytes;
        _end = core.LastPosition;
    }

    /// <summary>Writes what was sent and is not written yet. What cannot be written is counted, and tried again a minute later.</summary>
    public void Follow()
    {
        DateTimeOffset now = _core.Time.GetUtcNow();
        if (now < _next)
        {
            return;
        }

        try
        {
            if (_written < 0)
            {
                // After a restored backup places are given again: what stands in the file behind the end that the log had says nothing of them.
                _written = Math.Min(LastPosition(_path) ?? LastPosition(_oldPath) ?? 0, _end);
            }

            IReadOnlyList<SentNotice> fresh = _core.Read((room, _) => room.Notices.Behind(_written));
            if (fresh.Count > 0)
            {
                Append(fresh);
                _written = fresh[^1].Position;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _next = now + PauseAfterFailure;
            _core.Faults.Note($"Writing {Name}", exception);
        }
    }

    private static byte[] Line(SentNotice sent)
    {
        Notice notice = sent.Notice;
        var line = new NoticeLogLine(sent.Position, sent.SentAt, notice.Topic, notice.Post, notice.Terminal, notice.Staff, notice.To, notice.Key);
        return [.. JsonSerializer.SerializeToUtf8Bytes(line, Json), (byte)'\n'];
    }

    private void Append(IReadOnlyList<SentNotice> fresh)
    {
        if (File.Exists(_path) && new FileInfo(_path).Length >= _mostBytes)
        {
            File.Move(_path, _oldPath, true);
        }

        using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        long whole = EndOfLines(file);
        file.SetLength(whole);
        file.Seek(whole, SeekOrigin.Begin);
        file.Write(fresh.SelectMany(Line).ToArray());
        file.Flush(true);
    }

    // What a crash has left of a line is no line: it is written again.
    private static long EndOfLines(FileStream file)
    {
        long end = file.Length;
        while (end > 0)
        {
            file.Seek(end - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n')
            {
                break;
            }

            end--;
        }

        return end;
    }

    private static long? LastPosition(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(Math.Max(0, file.Length - TailBytes), SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        string tail = reader.ReadToEnd();
        string[] lines = tail[..(tail.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Reverse(lines).Select(PositionOf).FirstOrDefault(position => position > 0) is > 0 and var newest ? newest : null;
    }

    // A line that somebody has written by hand says nothing: the one before it does.
    private static long PositionOf(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<NoticeLogLine>(line, Json)?.Position ?? 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
