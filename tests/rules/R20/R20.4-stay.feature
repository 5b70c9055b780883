@R20.4
Feature: R20.4 接班负责人未到达不得交接;交班人员坚守岗位
  The outgoing tap alone never ends the duty; a late handover runs the alarm ladder.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | deputies | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    |          |      | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |          |      | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty

  Scenario: 无人接班则交接超时 the outgoing tap alone times out and the holder stays
    When "S01" taps at "07:55"
    And the time is "07:55:16"
    Then the last record is "handover.timed-out" with:
      | field | value    |
      | staff | S01      |
      | side  | outgoing |
    And "S01" holds the duty
    And "S01" is in

  Scenario: 交接逾时逐级提醒 due, late, supervisor
    When the time is "08:00"
    Then the signal is "due"
    And the last record is "handover.due" with:
      | field   | value |
      | shift   | N1    |
      | minutes | 0     |
    When the time is "08:03"
    Then the signal is "overdue"
    When the time is "08:05"
    Then the signal is "supervisor"
    And there are 2 records "handover.late"
    And a notice about "late-handover" reaches "S09" by "08:05"
    And "S01" holds the duty

  Scenario: 刷卡静音后晚到的接班人完成交接 silenced, then handed over late
    When the time is "08:03"
    And "S01" taps at "08:04"
    Then there are 1 records "handover.silenced"
    And the last record is "handover.started"
    When "S02" taps at "08:04:10"
    Then the last record is "handover.confirmed" with:
      | field           | value |
      | outgoing        | S01   |
      | incoming        | S02   |
      | from            | N1    |
      | to              | D1    |
      | latenessSeconds | 250   |
      | hasty           | true  |
    And "S02" holds the duty

  Scenario: 断网断电照样坚守 the duty survives without network and power
    When the network of "T1" is lost at "07:50"
    And the power of "T1" fails at "07:52"
    And the power of "T1" returns at "07:56"
    Then "S01" holds the duty
    When "S01" taps at "07:57"
    And "S02" taps at "07:57:10"
    Then the last record is "handover.confirmed"
    And "S02" holds the duty
    When the network of "T1" is back at "08:10"
    And the time is "08:12"
    Then the history of "T1" is complete
    And "S02" holds the duty
