using System;
using System.IO;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>
/// Tells when a file that people edit is to be read again: it is another than it was, and has been still for a second. Editors empty a file before
/// they write it, and what stands there in between is nobody's wish.
/// </summary>
public sealed class FileWatch
{
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(1);

    private FileMark _read;
    private FileMark _seen;
    private DateTimeOffset _since;

    /// <summary>A watch over a file that was just read.</summary>
    public FileWatch(FileMark read)
    {
        _read = read;
        _seen = read;
    }

    /// <summary>When the file will have been still for long enough, should nobody touch it; null: it is as it was read.</summary>
    public DateTimeOffset? Next => _seen == _read ? null : _since + Still;

    /// <summary>True once when the file is to be read, as it stands at a moment.</summary>
    public bool IsDue(FileMark mark, DateTimeOffset now)
    {
        if (mark != _seen)
        {
            _seen = mark;
            _since = now;
        }

        if (_seen == _read || now < _since + Still)
        {
            return false;
        }

        _read = _seen;
        return true;
    }
}

/// <summary>By what a file that was written is known from outside.</summary>
/// <param name="Written">When it was written last; the default: it is not there.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Beside">A number that is another when one of the files that belong to it is.</param>
public readonly record struct FileMark(DateTime Written, long Bytes, int Beside = 0)
{
    /// <summary>The mark of a file.</summary>
    public static FileMark Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileMark(file.LastWriteTimeUtc, file.Length) : default;
    }
}
