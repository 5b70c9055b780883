@R03.1.2 @R01.9
Feature: 当日最后一班 the last holder of the day, with no shift to follow
  Within the hours to be covered the desk is never without a holder; where no shift follows, the holder closes the service.

  Background:
    Given the policy pack "agent-seats"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C7 | operator   |
      | S06 | 杨磊   | 04A1B2C8 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start | end | leader | deputies | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S01 |  |  | S09 |
      | D2 | 2026-03-03 08:00 | 2026-03-03 20:00 | S02 |  |  | S09 |
    And the sheets are complete
    And the time is "2026-03-02 19:30"
    And "S01" holds the duty

  Scenario: 无人接班时结束服务 he closes the service with one tap in the window
    When "S01" taps at "19:55"
    Then the signal is "left"
    And nobody holds the duty
    And the last record is "duty.clock-out" with:
      | field  | value |
      | staff  | S01   |
      | holder | true  |
    When the time is "2026-03-02 22:00"
    Then no notice about "missed-handover" is sent
    And no notice about "unattended" is sent
    And the ledger of "S01" for "2026-03" shows:
      | day        | kind  | minutes |
      | 2026-03-02 | early | 5       |

  Scenario: 窗口未开不得提前关闭 before the window he cannot
    When "S01" taps at "19:40"
    Then "S01" holds the duty
    And there is no record "duty.clock-out"

  Scenario: 无接班不报警 no alarm sounds, as nobody is to come
    When the time is "20:30"
    Then there is no record "handover.due"
    And there is no record "handover.late"
    And "S01" holds the duty
    When "S01" taps at "20:31"
    Then nobody holds the duty

  Scenario: 次日早班自行开始 the first one of the next day takes the duty from nobody
    When "S01" taps at "20:00"
    And "S02" taps at "2026-03-03 07:55"
    Then "S02" holds the duty
    And there is no record "handover.confirmed"
