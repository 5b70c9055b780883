@R03.3.3
Feature: R03.3.3 系统故障两分钟内汇报
  A terminal that fails, in whatever way, is told to the supervisor within two minutes; a bridge that fails shows at the terminal.

  Background:
    Given the policy pack "agent-seats"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S01    | S05  | S09        |
      | D2 | 2026-03-03 08:00 | 2026-03-03 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 09:45"
    And "S01" holds the duty
    And "S05" is in

  Scenario: 断网两分钟内汇报 the network is lost
    When the network of "T1" is lost at "10:00:00"
    Then a notice about "terminal-lost" reaches "S09" by "10:01:30"

  Scenario: 断电两分钟内汇报 the power fails
    When the power of "T1" fails at "10:00"
    Then a notice about "terminal-lost" reaches "S09" by "10:02"

  Scenario: 读卡器故障两分钟内汇报 the reader fails
    When the reader of "T1" fails at "10:00"
    Then a notice about "reader-fault" reaches "S09" by "10:02"

  Scenario: 服务器停机时终端示警 the bridge fails: the terminal shows it, and takes taps as before
    When the bridge stops at "10:00"
    And the time is "10:02"
    Then the signal is "offline"
    When "S05" taps at "10:03"
    Then the last record is "away.started"

  Scenario: 一闪而过的断线不算故障 a connection that is back in half a minute was no fault
    When the network of "T1" is lost at "10:00:00"
    And the network of "T1" is back at "10:00:30"
    And the time is "10:03"
    Then no notice about "terminal-lost" is sent

  Scenario: 改为最长两分钟 a house that waits the two minutes out
    Given the policy pack "agent-seats" with:
      | parameter       | value |
      | faultDetectionS | 120   |
    When the network of "T1" is lost at "10:00:00"
    And the time is "10:01:30"
    Then no notice about "terminal-lost" is sent
    And a notice about "terminal-lost" reaches "S09" by "10:02"
