using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>
/// Writes events as lines: what somebody should look at to standard error, all else to standard output. It does not queue: a line that was written is out before a crash, and
/// there are few.
/// </summary>
public sealed class LineLog : ILoggerProvider
{
    // The libraries beneath tell much that only their makers understand.
    private const string Own = "DutyKiosk";

    // A start that fails is told of by the sentence that ends it, and a stop by the bridge's own event.
    private const string Hosting = "Microsoft.Extensions.Hosting";

    private readonly System.Threading.Lock _writing = new();
    private readonly TextWriter? _output;
    private readonly TextWriter? _errors;
    private readonly TimeProvider _time;
    private readonly LogFormat _format;
    private readonly LogLevel _least;
    private readonly bool _forJournal;

    private LineLog(TextWriter? output, TextWriter? errors, TimeProvider time, LogFormat format, LogLevel least, bool forJournal)
    {
        _output = output;
        _errors = errors;
        _time = time;
        _format = format;
        _least = least;
        _forJournal = forJournal;
    }

    /// <summary>What is told where nobody has said how: what somebody should look at, on standard error.</summary>
    public static ILogger Plain { get; } = OfProcess(TimeProvider.System, LogFormat.Text, LogLevel.Warning).CreateLogger(Own);

    /// <summary>The log of this process, on its own streams; under systemd as its journal likes it.</summary>
    public static LineLog OfProcess(TimeProvider time, LogFormat format, LogLevel least)
    {
        return new LineLog(null, null, time, format, least, Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 });
    }

    /// <summary>A log to two writers.</summary>
    public static LineLog To(TextWriter output, TextWriter errors, TimeProvider time, LogFormat format, LogLevel least) => new(output, errors, time, format, least, forJournal: false);

    /// <summary>The log of the bridge's own parts.</summary>
    public ILogger CreateLogger() => CreateLogger(Own);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Source(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The streams are the process's.
    }

    private bool IsEnabled(string source, LogLevel level)
    {
        return level != LogLevel.None && level >= _least && (source.StartsWith(Own, StringComparison.Ordinal) || (level >= LogLevel.Warning && !source.StartsWith(Hosting, StringComparison.Ordinal)));
    }

    private void Write(LogLine line)
    {
        string text = _format == LogFormat.Json ? line.ToJson() : line.ToText(_forJournal);
        lock (_writing)
        {
            try
            {
                (line.Level >= LogLevel.Warning ? _errors ?? Console.Error : _output ?? Console.Out).WriteLine(text);
            }
            catch (IOException)
            {
                // Whoever read the lines has gone, or their disk is full: the bridge serves on without being heard.
            }
        }
    }

    private sealed class Source(LineLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(name, logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(new LogLine(log._time.GetUtcNow(), logLevel, eventId, name, formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], exception));
            }
        }
    }
}
