using System;
using System.Device.Pwm;
using nanoFramework.Hardware.Esp32;
using Esp32 = nanoFramework.Hardware.Esp32.Configuration;

namespace DutyKiosk.Terminal.Buzzer
{
    /// <summary>A passive buzzer on a PWM channel: it plays tunes.</summary>
    public sealed class PassiveBuzzer : ISounder
    {
        private readonly PwmChannel _channel;
        private int _hz;

        /// <summary>Maps the pin and opens its channel.</summary>
        public PassiveBuzzer(Board board)
        {
            // No PWM channel is mapped to a pin at the start, and CreateFromPin answers null for an unmapped one.
            Esp32.SetPinFunction(board.Buzzer, DeviceFunction.PWM1);
            PwmChannel? channel = PwmChannel.CreateFromPin(board.Buzzer, 1000, 0.5);
            if (channel == null)
            {
                throw new InvalidOperationException("The buzzer's pin has no PWM channel: check Board.Buzzer.");
            }

            _channel = channel;
        }

        /// <inheritdoc/>
        public void Sound(int hz)
        {
            if (hz == _hz)
            {
                return;
            }

            if (hz == 0)
            {
                _channel.Stop();
            }
            else
            {
                _channel.Frequency = hz;
                _channel.DutyCycle = 0.5;
                _channel.Start();
            }

            _hz = hz;
        }
    }
}
